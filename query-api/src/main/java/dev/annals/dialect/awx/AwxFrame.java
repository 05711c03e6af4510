package dev.annals.dialect.awx;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.api.Body.JsonWriter;
import dev.annals.api.Caller;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Role;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Answer;
import dev.annals.query.AuditSessions;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.io.IOException;

/** What surrounds the activity stream so that AWX's clients find their way: roots, ping, who am I, users. */
record AwxFrame(AuditSessions sessions) {
    Reply root(Request request) {
        return render(request, json -> {
            json.writeStartObject();
            json.writeStringField("description", "AWX REST API");
            json.writeStringField("current_version", "/api/v2/");
            json.writeObjectFieldStart("available_versions");
            json.writeStringField("v2", "/api/v2/");
            json.writeEndObject();
            json.writeStringField("oauth2", "/api/o/");
            json.writeStringField("custom_logo", "");
            json.writeStringField("custom_login_info", "");
            json.writeStringField("login_redirect_override", "");
            json.writeEndObject();
        });
    }

    Reply version(Request request) {
        return render(request, json -> {
            json.writeStartObject();
            json.writeStringField("ping", "/api/v2/ping/");
            json.writeStringField("me", "/api/v2/me/");
            json.writeStringField("activity_stream", "/api/v2/activity_stream/");
            json.writeEndObject();
        });
    }

    Reply ping(Request request) {
        return render(request, json -> {
            json.writeStartObject();
            json.writeBooleanField("ha", false);
            json.writeStringField("version", AwxDialect.VERSION);
            json.writeStringField("active_node", "annals");
            json.writeArrayFieldStart("instances");
            json.writeEndArray();
            json.writeArrayFieldStart("instance_groups");
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    Reply me(Request request) {
        boolean admin =
                request.caller().map(caller -> caller.role() == Role.ADMIN).orElse(false);
        String name = request.caller().map(Caller::name).orElse("");
        return render(request, json -> {
            json.writeStartObject();
            json.writeNumberField("count", 1);
            json.writeNullField("next");
            json.writeNullField("previous");
            json.writeArrayFieldStart("results");
            json.writeStartObject();
            json.writeNumberField("id", 0);
            json.writeStringField("type", "user");
            json.writeStringField("url", "/api/v2/me/");
            json.writeStringField("username", name);
            json.writeStringField("first_name", "");
            json.writeStringField("last_name", "");
            json.writeStringField("email", "");
            json.writeBooleanField("is_superuser", admin);
            json.writeBooleanField("is_system_auditor", !admin);
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** A user as the newest activity knows it. */
    Reply user(Request request) {
        String id = request.segment("id");
        return Reply.of(
                newest(request, ResourceTrail.namedUser(id)),
                named -> named.items().isEmpty()
                        ? Reply.of(
                                newest(request, ResourceTrail.user(id)),
                                any -> any.items().isEmpty()
                                        ? AwxErrors.notFound("No User matches the given query.")
                                        : user(request, any.items().get(0), id))
                        : user(request, named.items().get(0), id));
    }

    private Answer<Page<Activity>> newest(Request request, Filter filter) {
        return request.audit(sessions).activities(new Query(filter, Order.descending(ActivityFields.ID), 0, 1));
    }

    private static Reply user(Request request, Activity activity, String id) {
        return render(request, json -> user(activity, id, AwxView.suffix(request), json));
    }

    private static void user(Activity activity, String id, String suffix, JsonGenerator json) throws IOException {
        Actor actor = activity.actor();
        AwxLink link = AwxLink.of(activity, "user").stream()
                .filter(user -> user.id().equals(id))
                .findFirst()
                .orElse(null);
        boolean acting = actor != null && actor.id().equals(id);
        String username = actor != null && acting ? AwxSummary.username(actor) : link == null ? id : link.username();
        String first = actor != null && acting ? actor.firstName() : link == null ? null : link.attribute("first_name");
        String last = actor != null && acting ? actor.lastName() : link == null ? null : link.attribute("last_name");
        json.writeStartObject();
        AwxSummary.writeId(json, "id", id);
        json.writeStringField("type", "user");
        json.writeStringField("url", AwxLink.url("user", id) + suffix);
        json.writeObjectFieldStart("related");
        json.writeStringField("activity_stream", AwxLink.url("user", id) + "activity_stream/" + suffix);
        json.writeEndObject();
        json.writeObjectFieldStart("summary_fields");
        json.writeEndObject();
        json.writeStringField("username", username);
        json.writeStringField("first_name", first == null ? "" : first);
        json.writeStringField("last_name", last == null ? "" : last);
        json.writeEndObject();
    }

    private static Reply render(Request request, JsonWriter writer) {
        return Rendering.of(request).answer(rendering -> Reply.ok(rendering.body(writer)));
    }
}
