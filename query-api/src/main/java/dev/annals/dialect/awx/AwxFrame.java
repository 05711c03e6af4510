package dev.annals.dialect.awx;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.api.Body.JsonWriter;
import dev.annals.api.Caller;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Role;
import dev.annals.dialect.awx.relations.AwxLink;
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
import java.util.List;

/** What surrounds the activity stream so that AWX's clients find their way: roots, ping, who am I, users. */
record AwxFrame(AuditSessions sessions) {
    /** The names in the order of AWX, each with its path where that is another one. */
    private static final List<String> RESOURCES = List.of(
            "ping",
            "instances",
            "instance_groups",
            "receptor_addresses",
            "config",
            "settings",
            "me",
            "dashboard",
            "organizations",
            "users",
            "execution_environments",
            "projects",
            "project_updates",
            "teams",
            "credentials",
            "credential_types",
            "credential_input_sources",
            "applications",
            "tokens",
            "metrics",
            "inventory inventories",
            "constructed_inventory constructed_inventories",
            "inventory_sources",
            "inventory_updates",
            "groups",
            "hosts",
            "host_metrics",
            "host_metric_summary_monthly",
            "job_templates",
            "jobs",
            "ad_hoc_commands",
            "system_job_templates",
            "system_jobs",
            "schedules",
            "roles",
            "notification_templates",
            "notifications",
            "labels",
            "unified_job_templates",
            "unified_jobs",
            "activity_stream",
            "workflow_job_templates",
            "workflow_jobs",
            "workflow_approvals",
            "workflow_job_template_nodes",
            "workflow_job_nodes",
            "mesh_visualizer",
            "bulk",
            "analytics",
            "service_index service-index",
            "role_definitions",
            "role_user_assignments",
            "role_team_assignments");

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

    /** Every resource of AWX, whether it is served here or not: clients look their resources up in this list. */
    Reply version(Request request) {
        return render(request, json -> {
            json.writeStartObject();
            for (String line : RESOURCES) {
                int space = line.indexOf(' ');
                String name = space < 0 ? line : line.substring(0, space);
                String path = space < 0 ? line : line.substring(space + 1);
                json.writeStringField(name, "/api/v2/" + path + "/");
            }
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

    /** The token, as the only user there is, with every field that AWX has of one. */
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
            json.writeObjectFieldStart("related");
            json.writeEndObject();
            json.writeObjectFieldStart("summary_fields");
            json.writeObjectFieldStart("user_capabilities");
            json.writeBooleanField("edit", false);
            json.writeBooleanField("delete", false);
            json.writeEndObject();
            json.writeEndObject();
            json.writeNullField("created");
            json.writeNullField("modified");
            json.writeStringField("username", name);
            for (String empty : List.of("first_name", "last_name", "email")) {
                json.writeStringField(empty, "");
            }
            json.writeBooleanField("is_superuser", admin);
            json.writeBooleanField("is_system_auditor", !admin);
            json.writeStringField("password", "$encrypted$");
            json.writeStringField("ldap_dn", "");
            json.writeNullField("last_login");
            json.writeNullField("external_account");
            json.writeArrayFieldStart("auth");
            json.writeEndArray();
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
