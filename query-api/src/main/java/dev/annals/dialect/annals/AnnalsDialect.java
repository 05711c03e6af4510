package dev.annals.dialect.annals;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.api.Body;
import dev.annals.api.Dialect;
import dev.annals.api.DialectProvider;
import dev.annals.api.Failure;
import dev.annals.api.QueryString;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import dev.annals.api.parameter.Accept;
import dev.annals.dialect.annals.AnnalsPaging.Ends;
import dev.annals.dialect.annals.AnnalsPaging.Run;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.Field;
import dev.annals.query.Answer;
import dev.annals.query.Asker;
import dev.annals.query.AuditSession;
import dev.annals.query.AuditSessions;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Overview;
import dev.annals.query.Page;
import dev.annals.query.Query;
import dev.annals.query.Survey;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The queries of Annals itself, over activities and over commits. Thread-safe. */
public final class AnnalsDialect implements Dialect {
    private static final String ACTIVITIES = "/annals/v1/activities";
    private static final String COMMITS = "/annals/v1/commits";
    private static final int MOST_FACETS = 10;
    private static final int DEFAULT_TOP = 10;
    private static final String EVENTS = "text/event-stream";
    private static final String WITHIN = "within.";

    private final AuditSessions sessions;
    private final InstantSource clock;
    private final Log<Activity> activities;
    private final Log<Commit> commits;

    /**
     * The dialect.
     *
     * @param texts the long texts of activities in which words are looked for, beside names
     * @param clock for times that are given as how long ago they were
     */
    public AnnalsDialect(AuditSessions sessions, List<Field> texts, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
        List<Field> anywhere = new ArrayList<>(
                List.of(ActivityFields.OBJECT_NAME, ActivityFields.ACTOR_NAME, ActivityFields.ACTOR_USERNAME));
        anywhere.addAll(texts);
        activities = new Log<>(
                AnnalsFields.ACTIVITIES,
                anywhere,
                AnnalsView.ACTIVITY,
                Activity::id,
                AuditSession::activities,
                AuditSession::surveyActivities,
                AuditSession::eachActivity,
                AuditSession::greatestActivity);
        commits = new Log<>(
                AnnalsFields.COMMITS,
                List.of(),
                AnnalsView.COMMIT,
                Commit::number,
                AuditSession::commits,
                AuditSession::surveyCommits,
                AuditSession::eachCommit,
                AuditSession::greatestCommit);
    }

    /**
     * The dialect before it is opened.
     *
     * @param texts the long texts of activities, known once all dialects are
     */
    public record Provider(Supplier<List<Field>> texts) implements DialectProvider {
        @Override
        public Dialect open(Services services) {
            return new AnnalsDialect(services.sessions(), texts.get(), services.time());
        }
    }

    /** What there is to know of one log. */
    private record Log<T>(
            AnnalsFields fields,
            List<Field> texts,
            AnnalsView<T> view,
            ToLongFunction<T> id,
            Paged<T> page,
            Surveyed survey,
            Exported<T> each,
            Function<AuditSession, Answer<Long>> greatest)
            implements LiveFeed.Questions<T> {
        @Override
        public Answer<Long> greatest(AuditSession audit) {
            return greatest.apply(audit);
        }

        @Override
        public Answer<Page<T>> page(AuditSession audit, Query query) {
            return page.ask(audit, query);
        }
    }

    @FunctionalInterface
    private interface Paged<T> {
        Answer<Page<T>> ask(AuditSession audit, Query query);
    }

    @FunctionalInterface
    private interface Surveyed {
        Answer<Overview> ask(AuditSession audit, Survey survey);
    }

    @FunctionalInterface
    private interface Exported<T> {
        Answer<Long> each(AuditSession audit, Query query, Consumer<T> consumer);
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public boolean owns(String path) {
        return path.equals(ACTIVITIES)
                || path.startsWith(ACTIVITIES + "/")
                || path.equals(COMMITS)
                || path.startsWith(COMMITS + "/");
    }

    @Override
    public Words words(Failure failure, Request request) {
        return Words.of(Body.detail(failure.sentence()));
    }

    @Override
    public void mount(Routes routes) {
        routes.add(Route.get(ACTIVITIES, request -> list(request, activities)));
        routes.add(Route.get(ACTIVITIES + "/{id}", request -> one(request, activities)));
        routes.add(Route.get(COMMITS, request -> list(request, commits)));
        routes.add(Route.get(COMMITS + "/{id}", request -> one(request, commits)));
    }

    private <T> Reply one(Request request, Log<T> log) {
        String id = request.segment("id");
        if (!id.matches("[1-9]\\d{0,17}")) {
            return new Failure.NotFound("There is nothing with the id '" + id + "' (expected: a number from 1 on).");
        }
        Query query = new Query(
                new Filter.Term(log.fields().number(), id),
                Order.ascending(log.fields().number()),
                0,
                1);
        return Reply.of(
                log.page().ask(request.audit(sessions), query),
                found -> found.items().isEmpty()
                        ? new Failure.NotFound("There is nothing with the id " + id + ".")
                        : Reply.ok(Body.json(json ->
                                        view(request, log).write(found.items().get(0), json)))
                                .at(found));
    }

    private <T> Reply list(Request request, Log<T> log) {
        try {
            Asked<T> asked = asked(request, log);
            if (Accept.of(request.header("Accept")).prefers(EVENTS)) {
                return live(request, log, asked);
            }
            if (asked.export().isPresent()) {
                Query everything = asked.paging().everything(asked.filter());
                AuditSession audit = request.audit(sessions);
                return Reply.ok(asked.export()
                        .get()
                        .body(
                                consumer -> log.each().each(audit, everything, consumer),
                                asked.view(),
                                request.query().last("safe").orElse("0").equals("1")));
            }
            return page(request, log, asked);
        } catch (Refused refused) {
            return AnnalsErrors.of(refused);
        }
    }

    private <T> Reply live(Request request, Log<T> log, Asked<T> asked) throws Refused {
        Optional<String> last = request.header("Last-Event-ID").filter(id -> !id.isEmpty());
        if (last.isPresent() && !last.get().matches("\\d{1,18}")) {
            throw new Refused(
                    "Last-Event-ID", "", "'" + last.get() + "' is no id", "the id of an event of this stream");
        }
        Answer<Long> seen = last.isPresent()
                ? new Answer.Ready<>(Long.parseLong(last.get()))
                : asked.paging().start() instanceof AnnalsPaging.Start.After after
                        ? new Answer.Ready<>(after.id())
                        : log.greatest(request.audit(sessions));
        Asker asker = request.asker();
        return Reply.of(
                seen,
                id -> new Reply.Events(new LiveFeed<>(
                        () -> sessions.open(asker),
                        log,
                        asked.filter(),
                        log.fields().number(),
                        asked.view(),
                        log.id(),
                        id)));
    }

    /** What a request asks for, understood in full before the first question. */
    private record Asked<T>(
            Filter filter,
            AnnalsPaging paging,
            AnnalsView<T> view,
            List<String> facets,
            Survey survey,
            Optional<Bars> bars,
            Optional<Export> export) {}

    private <T> Asked<T> asked(Request request, Log<T> log) throws Refused {
        QueryString query = request.query();
        ZoneId zone = zone(query);
        Filter filter = new AnnalsFilters(log.fields(), log.texts(), new Times(zone, clock.instant())).of(query);
        List<String> facetNames = names(query, "facets");
        List<Survey.Facet> facets = facets(query, log.fields(), facetNames);
        Optional<Bars> bars = bars(query, zone);
        List<String> members = names(query, "fields");
        return new Asked<>(
                filter,
                AnnalsPaging.of(query, log.fields()),
                members.isEmpty() ? view(request, log) : view(request, log).only(members),
                facetNames,
                new Survey(filter, facets, bars.map(each -> each)),
                bars,
                export(request));
    }

    private static <T> AnnalsView<T> view(Request request, Log<T> log) {
        boolean all = request.caller().map(caller -> caller.scope().isAll()).orElse(false);
        return all ? log.view() : log.view().withoutChain();
    }

    private static ZoneId zone(QueryString query) throws Refused {
        String name = query.last("tz").orElse("UTC");
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new Refused("tz", "", "there is no such time zone", "a name such as Europe/Berlin, or UTC");
        }
    }

    private static List<String> names(QueryString query, String parameter) {
        return query.all(parameter).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private static List<Survey.Facet> facets(QueryString query, AnnalsFields fields, List<String> names)
            throws Refused {
        if (names.size() > MOST_FACETS) {
            throw new Refused("facets", "", "there are " + names.size() + " facets", "at most " + MOST_FACETS);
        }
        int top = (int) AnnalsPaging.number(query, "top", 1, Survey.MOST_VALUES, DEFAULT_TOP);
        List<Survey.Facet> facets = new ArrayList<>();
        for (String name : names) {
            List<Field> any = fields.anyOf(name);
            if (any.isEmpty()) {
                throw new Refused("facets", "", "there is no field '" + name + "'", fields.names());
            }
            facets.add(
                    new Survey.Facet(any.get(0), top, query.last(WITHIN + name).orElse("")));
        }
        return facets;
    }

    /** The division into bars, which remembers how long they are. */
    private static final class Bars implements Survey.Division {
        private final ZoneId zone;
        private Optional<Interval> interval;

        Bars(ZoneId zone, Optional<Interval> interval) {
            this.zone = zone;
            this.interval = interval;
        }

        @Override
        public List<java.time.Instant> edges(java.time.Instant first, java.time.Instant last) {
            Interval chosen = interval.orElseGet(() -> Interval.fitting(first, last, zone));
            interval = Optional.of(chosen);
            return chosen.edges(first, last, zone);
        }
    }

    private static Optional<Bars> bars(QueryString query, ZoneId zone) throws Refused {
        Optional<String> name = query.last("histogram");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<Interval> interval = Interval.named(name.get());
        if (interval.isEmpty() && !name.get().equals("auto")) {
            throw new Refused("histogram", "", "there is no interval '" + name.get() + "'", Interval.EXPECTED);
        }
        return Optional.of(new Bars(zone, interval));
    }

    private static Optional<Export> export(Request request) throws Refused {
        Optional<String> format = request.query().last("format");
        if (format.isPresent()) {
            return switch (format.get()) {
                case "json" -> Optional.empty();
                case "ndjson" -> Optional.of(Export.NDJSON);
                case "csv" -> Optional.of(Export.CSV);
                default ->
                    throw new Refused("format", "", "there is no format '" + format.get() + "'", "json, ndjson or csv");
            };
        }
        Accept accept = Accept.of(request.header("Accept"));
        return Arrays.stream(Export.values())
                .filter(each -> accept.prefers(each.mediaType()))
                .findFirst();
    }

    private <T> Reply page(Request request, Log<T> log, Asked<T> asked) {
        AuditSession audit = request.audit(sessions);
        return Reply.of(log.survey().ask(audit, asked.survey()), overview -> {
            List<Page<T>> pages = new ArrayList<>();
            for (Run run : asked.paging().runs(asked.filter(), log.fields())) {
                Answer<Page<T>> page = counted(audit, log, run)
                        .then(count ->
                                log.page().ask(audit, run.query(asked.paging().order(), count)));
                if (!(page instanceof Answer.Ready<Page<T>> ready)) {
                    return Failure.of(page);
                }
                pages.add(ready.value());
            }
            return Reply.ok(Body.json(json -> write(request, log, asked, overview, pages, json)))
                    .at(pages.get(0));
        });
    }

    private static <T> Answer<Long> counted(AuditSession audit, Log<T> log, Run run) {
        return run.end()
                ? log.page()
                        .ask(
                                audit,
                                new Query(
                                        run.filter(),
                                        Order.ascending(log.fields().number()),
                                        0,
                                        0))
                        .map(Page::count)
                : new Answer.Ready<>(0L);
    }

    private static <T> void write(
            Request request, Log<T> log, Asked<T> asked, Overview overview, List<Page<T>> pages, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("count", overview.count());
        json.writeNumberField("position", overview.position());
        json.writeArrayFieldStart("items");
        Ends ends = Ends.NONE;
        for (Page<T> page : pages) {
            for (T record : page.items()) {
                ends = ends.with(log.id().applyAsLong(record));
                asked.view().write(record, json);
            }
        }
        json.writeEndArray();
        link("next", asked.paging().next(request, ends, overview.count()), json);
        link("previous", asked.paging().previous(request, ends), json);
        if (!asked.facets().isEmpty()) {
            json.writeObjectFieldStart("facets");
            for (int i = 0; i < asked.facets().size(); i++) {
                json.writeFieldName(asked.facets().get(i));
                write(overview.facets().get(i), json);
            }
            json.writeEndObject();
        }
        if (asked.bars().isPresent()) {
            write(asked.bars().get(), overview.bars(), json);
        }
        json.writeEndObject();
    }

    private static void link(String name, Optional<String> link, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        if (link.isPresent()) {
            json.writeString(link.get());
        } else {
            json.writeNull();
        }
    }

    private static void write(Overview.Facet facet, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("values");
        for (Overview.Value value : facet.values()) {
            json.writeStartObject();
            json.writeStringField("value", value.text());
            json.writeNumberField("count", value.count());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("distinct", facet.distinct());
        json.writeNumberField("missing", facet.missing());
        json.writeEndObject();
    }

    private static void write(Bars bars, List<Overview.Bar> spans, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("histogram");
        json.writeStringField("interval", bars.interval.map(Interval::name).orElse("auto"));
        json.writeStringField("tz", bars.zone.getId());
        json.writeArrayFieldStart("bars");
        for (Overview.Bar bar : spans) {
            json.writeStartObject();
            json.writeStringField("from", bar.from().toString());
            json.writeStringField("to", bar.to().toString());
            json.writeNumberField("count", bar.count());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
