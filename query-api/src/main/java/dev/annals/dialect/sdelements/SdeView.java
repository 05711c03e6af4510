package dev.annals.dialect.sdelements;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.api.Body;
import dev.annals.api.Caveats;
import dev.annals.api.Request;
import dev.annals.dialect.sdelements.presentation.DerivedLook;
import dev.annals.dialect.sdelements.presentation.DerivedName;
import dev.annals.dialect.sdelements.presentation.DerivedText;
import dev.annals.dialect.sdelements.presentation.EntityIds;
import dev.annals.dialect.sdelements.presentation.MaskedValues;
import dev.annals.dialect.sdelements.presentation.References;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.JsonText;
import dev.annals.model.Presentation;
import dev.annals.query.Page;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Activities in the form of SD Elements. The keys come in the order of the product's own example of one activity: id, date,
 * actor, name, text, data, icon, log_level. What the producer presented is written as it is, data in its own key order.
 */
final class SdeView {
    private static final Presentation NOTHING = new Presentation(null, null, null, null, null);

    private SdeView() {}

    /** A page with its links. */
    static Body page(Request request, SdePaging paging, Page<Activity> found) {
        Optional<String> next = paging.next(request, found);
        Optional<String> previous = paging.previous(request);
        return Body.json(json -> {
            json.writeStartObject();
            json.writeNumberField("count", found.count());
            link(json, "next", next);
            link(json, "previous", previous);
            json.writeArrayFieldStart("results");
            for (Activity activity : found.items()) {
                write(json, activity);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** One activity. */
    static Body single(Activity activity) {
        return Body.json(json -> write(json, activity));
    }

    private static void link(JsonGenerator json, String name, Optional<String> link) throws IOException {
        json.writeStringField(name, link.orElse(null));
    }

    private static void write(JsonGenerator json, Activity activity) throws IOException {
        Presentation presented = activity.presentation() == null ? NOTHING : activity.presentation();
        DerivedLook look = DerivedLook.of(activity);
        json.writeStartObject();
        json.writeNumberField("id", activity.id());
        json.writeStringField("date", SdeMoment.written(activity));
        actor(json, activity.actor());
        json.writeStringField("name", given(presented.name(), DerivedName.of(activity)));
        json.writeStringField("text", given(presented.text(), DerivedText.of(activity)));
        json.writeFieldName("data");
        JsonText data = presented.data();
        if (data == null) {
            References.of(activity).writeTo(json);
        } else {
            json.writeRawValue(MaskedValues.spoken(data).text());
        }
        json.writeStringField("icon", given(presented.icon(), look.icon()));
        json.writeStringField("log_level", given(presented.logLevel(), look.logLevel()));
        Caveats.write(activity, json, (field, value) -> MaskedValues.spoken(value));
        json.writeEndObject();
    }

    private static void actor(JsonGenerator json, @Nullable Actor actor) throws IOException {
        json.writeFieldName("actor");
        if (actor == null) {
            json.writeNull();
        } else if (EntityIds.isNumber(actor.id())) {
            json.writeNumber(actor.id());
        } else {
            json.writeString(actor.id());
        }
    }

    private static String given(@Nullable String presented, String derived) {
        return presented == null ? derived : presented;
    }
}
