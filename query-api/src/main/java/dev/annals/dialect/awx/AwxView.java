package dev.annals.dialect.awx;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.api.Caveats;
import dev.annals.api.QueryString;
import dev.annals.api.Request;
import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.dialect.awx.relations.AwxAssociation;
import dev.annals.dialect.awx.relations.AwxLink;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.ObjectRef;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an activity as AWX shows it, field by field in AWX's order.
 *
 * @param goneUsers users that were deleted, and the last activity of doing so; what they did before shows no live actor
 * @param suffix what every URL in the answer ends in: the format that was asked for
 * @param caveats whether to say that an activity came late, was cut, or contradicts what was stored, which AWX never does
 */
record AwxView(Map<String, Long> goneUsers, String suffix, boolean caveats) {
    /** The parameter that asks for the caveats. */
    static final String CAVEATS = "caveats";

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The view for a request. */
    static AwxView of(Request request, Map<String, Long> goneUsers) {
        return new AwxView(goneUsers, suffix(request), request.query().has(CAVEATS));
    }

    /** AWX keeps the format in the links of an answer. */
    static String suffix(Request request) {
        return request.query()
                .last("format")
                .map(format -> "?format=" + QueryString.encode(format))
                .orElse("");
    }

    /** One activity. */
    void write(Activity activity, JsonGenerator json) throws IOException {
        Map<String, List<AwxLink>> links = AwxLink.shown(activity);
        ObjectRef second = activity.object2();
        json.writeStartObject();
        json.writeNumberField("id", activity.id());
        json.writeStringField("type", "activity_stream");
        json.writeStringField("url", "/api/v2/activity_stream/" + activity.id() + "/" + suffix);
        related(activity, links, json);
        summaryFields(activity, links, json);
        json.writeStringField("timestamp", timestamp(activity.time()));
        json.writeStringField("operation", activity.operation().wireName());
        json.writeFieldName("changes");
        json.writeRawValue(ChangesDocument.shown(activity));
        json.writeStringField("object1", AwxTypes.of(activity.object().type()));
        json.writeStringField("object2", second == null ? "" : AwxTypes.of(second.type()));
        AwxAssociation association = AwxAssociation.of(activity);
        json.writeStringField("object_association", association.name());
        json.writeStringField("object_relationship_type", association.type());
        json.writeStringField("action_node", orEmpty(activity.node()));
        json.writeStringField("object_type", association.objectType());
        if (caveats) {
            String type = AwxTypes.of(activity.object().type());
            Caveats.write(
                    activity,
                    json,
                    (field, value) -> AwxMasks.isLeftOut(type, field) ? null : AwxMasks.field(type, field, value));
        }
        json.writeEndObject();
    }

    private void related(Activity activity, Map<String, List<AwxLink>> links, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("related");
        Actor actor = activity.actor();
        if (actor != null && !isGone(actor, activity)) {
            json.writeStringField("actor", AwxLink.url("user", actor.id()) + suffix);
        }
        for (Map.Entry<String, List<AwxLink>> entry : links.entrySet()) {
            json.writeArrayFieldStart(entry.getKey());
            for (AwxLink link : entry.getValue()) {
                json.writeString(link.url() + suffix);
            }
            json.writeEndArray();
        }
        if (links.containsKey("schedule")) {
            for (List<AwxLink> template :
                    AwxLink.parents(activity, java.util.Set.of("schedule")).values()) {
                json.writeStringField("unified_job_template", template.get(0).url() + suffix);
                break;
            }
        }
        String category = AwxSummary.settingCategory(activity);
        if (category != null) {
            json.writeStringField("setting", "/api/v2/settings/" + QueryString.encodeSegment(category) + "/" + suffix);
        }
        json.writeEndObject();
    }

    private void summaryFields(Activity activity, Map<String, List<AwxLink>> links, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart("summary_fields");
        summaries(links, json);
        summaries(AwxLink.parents(activity, links.keySet()), json);
        Actor actor = activity.actor();
        if (actor != null) {
            AwxSummary.actor(actor, isGone(actor, activity), json);
        }
        setting(activity, json);
        json.writeEndObject();
    }

    private static void summaries(Map<String, List<AwxLink>> links, JsonGenerator json) throws IOException {
        for (Map.Entry<String, List<AwxLink>> entry : links.entrySet()) {
            json.writeArrayFieldStart(entry.getKey());
            for (AwxLink link : entry.getValue()) {
                AwxSummary.write(link, json);
            }
            json.writeEndArray();
        }
    }

    private static void setting(Activity activity, JsonGenerator json) throws IOException {
        String setting = AwxSummary.settingText(activity, "");
        if (!setting.isEmpty()) {
            json.writeArrayFieldStart("setting");
            json.writeRawValue(setting);
            json.writeEndArray();
        }
    }

    private boolean isGone(Actor actor, Activity activity) {
        return actor.id().startsWith(Actor.GONE) || goneUsers.getOrDefault(actor.id(), 0L) >= activity.id();
    }

    /** ISO 8601 in UTC; six digits of a fraction, or none when it is zero. */
    static String timestamp(Instant time) {
        boolean whole = time.truncatedTo(ChronoUnit.SECONDS).equals(time.truncatedTo(ChronoUnit.MICROS));
        return (whole ? SECONDS : MICROSECONDS).format(time) + "Z";
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
