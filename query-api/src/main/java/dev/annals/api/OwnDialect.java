package dev.annals.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.model.Activity;
import dev.annals.query.Answer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The paths of Annals itself, and its words for failures on paths that no dialect owns. */
final class OwnDialect implements Dialect {
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Each tenant takes two lines of the metrics, which stay small however many tenants there are. */
    private static final int MOST_TENANTS = 1000;

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
        routes.add(
                Route.get("/healthz", request -> healthy()).access(Access.OPEN).promptly());
        routes.add(Route.get("/readyz", this::readiness).access(Access.OPEN).promptly());
        routes.add(Route.get("/metrics", this::metrics).access(Access.METRICS).promptly());
        routes.add(Route.get("/openapi.json", request -> Reply.ok(Body.text(Body.JSON, description)))
                .access(Access.OPEN));
        routes.add(Route.get("/annals/v1/status", this::status));
    }

    private static Reply.Content healthy() {
        return Reply.ok(Body.json(json -> {
            json.writeStartObject();
            json.writeStringField("status", "ok");
            json.writeEndObject();
        }));
    }

    private Reply readiness(Request request) {
        Readiness readiness = status.readiness();
        Reply.Content content = Reply.status(readiness.isReady() ? 200 : 503, Body.json(json -> {
            json.writeStartObject();
            json.writeStringField("status", word(readiness));
            for (Map.Entry<String, String> trouble : readiness.troubles().entrySet()) {
                json.writeStringField(trouble.getKey(), trouble.getValue());
            }
            for (Map.Entry<String, String> delay : readiness.delays().entrySet()) {
                json.writeStringField(delay.getKey(), delay.getValue());
            }
            if (!readiness.stopped().isEmpty()) {
                json.writeArrayFieldStart("stopped");
                for (String sentence : readiness.stopped()) {
                    json.writeString(sentence);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }));
        return readiness.isReady() ? content : content.with("Retry-After", "1");
    }

    private static String word(Readiness readiness) {
        if (!readiness.isReady()) {
            return "unavailable";
        }
        return readiness.stopped().isEmpty() && readiness.delays().isEmpty() ? "ok" : "degraded";
    }

    private Reply metrics(Request request) {
        return Reply.ok(Body.text(METRICS_TYPE, meters.scrape() + tenantMeasures(status.activities())));
    }

    /** The activities of the tenants that have most, while they are known. */
    private static String tenantMeasures(Map<String, Long> activities) {
        List<Map.Entry<String, Long>> most = activities.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_TENANTS)
                .sorted(Map.Entry.comparingByKey())
                .toList();
        StringBuilder text = new StringBuilder()
                .append("# HELP annals_tenant_activities Activities of the tenant; ids end at " + Activity.LARGEST_ID
                        + "; the " + MOST_TENANTS + " tenants that have most\n")
                .append("# TYPE annals_tenant_activities gauge\n");
        most.forEach(tenant -> line(text, "annals_tenant_activities", tenant.getKey(), tenant.getValue()));
        text.append("# HELP annals_tenant_nearly_full 1 when nine tenths of the tenant's activity ids are given out\n")
                .append("# TYPE annals_tenant_nearly_full gauge\n");
        most.forEach(tenant -> line(
                text,
                "annals_tenant_nearly_full",
                tenant.getKey(),
                Status.Tenant.isNearlyFull(tenant.getValue()) ? 1 : 0));
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
        return Reply.of(answer, all -> Reply.ok(Body.json(json -> write(json, all, visible(all, request)))));
    }

    private static Map<String, Status.Tenant> visible(Status all, Request request) {
        Map<String, Status.Tenant> sorted = new TreeMap<>(all.tenants());
        request.caller().map(Caller::tenant).ifPresent(bound -> sorted.keySet().retainAll(java.util.Set.of(bound)));
        return sorted;
    }

    private static void write(JsonGenerator json, Status all, Map<String, Status.Tenant> tenants) throws IOException {
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
                                + " possible activities; changes after the last one are refused, so send on under a"
                                + " new tenant");
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        if (!all.stopped().isEmpty()) {
            json.writeArrayFieldStart("stopped");
            for (Status.Stop stop : all.stopped()) {
                json.writeStartObject();
                json.writeStringField("topic", stop.topic());
                json.writeNumberField("partition", stop.partition());
                json.writeNumberField("offset", stop.offset());
                json.writeStringField("detail", stop.sentence());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!all.delays().isEmpty()) {
            json.writeObjectFieldStart("delays");
            for (Map.Entry<String, String> delay : all.delays().entrySet()) {
                json.writeStringField(delay.getKey(), delay.getValue());
            }
            json.writeEndObject();
        }
        json.writeArrayFieldStart("epochs");
        for (Status.Epoch epoch : all.epochs()) {
            write(json, epoch);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Status.Epoch epoch) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", epoch.number());
        json.writeStringField("log", epoch.log());
        json.writeStringField("redaction_key", epoch.keyCheck());
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, String> setting : epoch.settings().entrySet()) {
            json.writeStringField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("since");
        for (Status.Beginning beginning : epoch.since()) {
            json.writeStartObject();
            json.writeNumberField("partition", beginning.partition());
            if (beginning.offset() >= 0) {
                json.writeNumberField("offset", beginning.offset());
                json.writeStringField("time", beginning.time().toString());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
