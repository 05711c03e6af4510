package dev.annals.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.model.Activity;
import dev.annals.query.Answer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The paths of Annals itself, and its own words for whatever no dialect owns. */
final class OwnDialect implements Dialect {
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StatusReader status;
    private final PrometheusMeterRegistry meters;
    private volatile String description = "{}";

    OwnDialect(StatusReader status, PrometheusMeterRegistry meters) {
        this.status = status;
        this.meters = meters;
    }

    /** Sets what {@code /openapi.json} gives; known only once everything is mounted. */
    void describe(String openApi) {
        description = openApi;
    }

    @Override
    public String name() {
        return "annals";
    }

    @Override
    public boolean owns(String path) {
        return true;
    }

    @Override
    public Words words(Failure failure, Request request) {
        return Words.of(Body.detail(failure.sentence()));
    }

    @Override
    public void mount(Routes routes) {
        routes.add(Route.get("/healthz", "Whether the process is alive", request -> healthy())
                .access(Access.OPEN));
        routes.add(Route.get(
                        "/readyz",
                        "Whether queries are answered",
                        request -> Reply.of(status.readiness(), ready -> healthy()))
                .access(Access.OPEN));
        routes.add(Route.get(
                        "/metrics",
                        "Measures in the text format of Prometheus; without a token from this machine only",
                        this::metrics)
                .access(Access.OPEN));
        routes.add(Route.get(
                        "/openapi.json", "This description", request -> Reply.ok(Body.text(Body.JSON, description)))
                .access(Access.OPEN));
        routes.add(Route.get("/annals/v1/status", "How far everything has come, by tenant", this::status));
    }

    private static Reply.Content healthy() {
        return Reply.ok(Body.json(json -> {
            json.writeStartObject();
            json.writeStringField("status", "ok");
            json.writeEndObject();
        }));
    }

    // Measures name tenants and routes but no values: the machine's own collector needs no token.
    private Reply metrics(Request request) {
        if (request.caller().isEmpty() && !request.fromLoopback()) {
            return new Failure.Unauthenticated(false);
        }
        return Reply.ok(Body.text(METRICS_TYPE, meters.scrape() + tenantMeasures(status.status())));
    }

    /** The tenants' counts as measures, while they are known. */
    private static String tenantMeasures(Answer<Status> answer) {
        if (!(answer instanceof Answer.Ready<Status> ready)) {
            return "";
        }
        StringBuilder text = new StringBuilder()
                .append("# HELP annals_tenant_activities Activities of the tenant; ids end at " + Activity.LARGEST_ID
                        + "\n")
                .append("# TYPE annals_tenant_activities gauge\n");
        Map<String, Status.Tenant> tenants = new TreeMap<>(ready.value().tenants());
        tenants.forEach((name, tenant) -> line(text, "annals_tenant_activities", name, tenant.activities()));
        text.append("# HELP annals_tenant_nearly_full 1 when nine tenths of the tenant's activity ids are given out\n")
                .append("# TYPE annals_tenant_nearly_full gauge\n");
        tenants.forEach((name, tenant) -> line(text, "annals_tenant_nearly_full", name, tenant.isNearlyFull() ? 1 : 0));
        return text.toString();
    }

    private static void line(StringBuilder text, String measure, String tenant, long value) {
        // A tenant's name has no character that would need an escape.
        text.append(measure)
                .append("{tenant=\"")
                .append(tenant)
                .append("\"} ")
                .append(value)
                .append('\n');
    }

    private Reply status(Request request) {
        if (request.caller().map(caller -> !caller.scope().isAll()).orElse(false)) {
            return new Failure.Forbidden("This token sees some rows only, and the counts are those of all rows.");
        }
        Answer<Status> answer = status.status();
        return Reply.of(answer, all -> Reply.ok(Body.json(json -> write(json, visible(all, request)))));
    }

    private static Map<String, Status.Tenant> visible(Status all, Request request) {
        Map<String, Status.Tenant> sorted = new TreeMap<>(all.tenants());
        request.caller().map(Caller::tenant).ifPresent(bound -> sorted.keySet().retainAll(java.util.Set.of(bound)));
        return sorted;
    }

    private static void write(JsonGenerator json, Map<String, Status.Tenant> tenants) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("tenants");
        for (Map.Entry<String, Status.Tenant> entry : tenants.entrySet()) {
            Status.Tenant tenant = entry.getValue();
            json.writeObjectFieldStart(entry.getKey());
            json.writeNumberField("changes", tenant.changes());
            json.writeNumberField("activities", tenant.activities());
            json.writeNumberField("commits", tenant.commits());
            json.writeNumberField("rejects", tenant.rejects());
            json.writeNumberField("unchanged", tenant.unchanged());
            json.writeNumberField("duplicates", tenant.duplicates());
            json.writeNumberField("snapshots", tenant.snapshots());
            json.writeNumberField("unmatched_pointers", tenant.unmatchedPointers());
            json.writeNumberField("lag", tenant.lag());
            if (tenant.isNearlyFull()) {
                json.writeStringField(
                        "warning",
                        "has " + tenant.activities() + " of " + Activity.LARGEST_ID
                                + " possible activities; changes after the last one are refused, so send on under a new tenant");
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
