package dev.annals.history;

import dev.annals.api.Body;
import dev.annals.api.Failure;
import dev.annals.api.Mount;
import dev.annals.api.Parsed;
import dev.annals.api.QueryString;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import dev.annals.history.HistoryRoutes.Asked;
import dev.annals.model.Activity;
import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Answer;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The trail of activities as history: the log of an object or of all, what an actor did, and what would take it back. Thread-safe. */
final class TrailRoutes implements Mount {
    private static final int USUAL_LIMIT = 50;
    private static final int MOST_LIMIT = 1000;
    /** Most activities of an actor that are put together into one answer, and most objects. */
    private static final int MOST_WORK = 20_000;

    private static final int WORK_PAGE = 1000;
    private static final int MOST_OBJECTS = 1000;

    private final Function<Request, Answer<Asked>> ask;
    private final InstantSource clock;

    TrailRoutes(Function<Request, Answer<Asked>> ask, InstantSource clock) {
        this.ask = ask;
        this.clock = clock;
    }

    @Override
    public void mount(Routes routes) {
        routes.add(Route.get(
                "/annals/v1/objects/{type}/{id}/history",
                request -> log(
                        request, new ObjectKey(request.segment("type"), request.segment("id")).activities(), false)));
        routes.add(Route.get("/annals/v1/history", request -> log(request, Filter.ALL, true)));
        routes.add(Route.get("/annals/v1/actors/{id}", this::actor));
        routes.add(Route.get("/annals/v1/undo", this::undo));
    }

    /** A span of time, either end open. */
    private record Span(OptionalLong since, OptionalLong until) {
        static Parsed<Span> of(QueryString query) {
            return Instants.time(query, "since")
                    .then(since -> Instants.time(query, "until").map(until -> new Span(since, until)));
        }

        Filter filter(boolean sinceIncluded) {
            List<Filter> parts = new ArrayList<>();
            since.ifPresent(micros -> parts.add(new Filter.Range(
                    ActivityFields.TIME, new Filter.Bound(Long.toString(micros), sinceIncluded), null)));
            until.ifPresent(micros -> parts.add(
                    new Filter.Range(ActivityFields.TIME, null, new Filter.Bound(Long.toString(micros), true))));
            return new Filter.And(parts);
        }
    }

    /** The activities of an actor: by its id, or by its username if no actor has that id. */
    private static Answer<Filter> byActor(Asked asked, String actor, Optional<String> type) {
        Filter byId = new Filter.Term(ActivityFields.ACTOR_ID, actor);
        Filter typed = type.<Filter>map(value -> new Filter.Term(ActivityFields.ACTOR_TYPE, value))
                .orElse(Filter.ALL);
        return asked.history()
                .count(byId.and(typed))
                .map(count ->
                        count > 0 ? byId.and(typed) : new Filter.Term(ActivityFields.ACTOR_USERNAME, actor).and(typed));
    }

    private record LogPage(Span span, int limit, long skip, long position) {
        static Parsed<LogPage> of(QueryString query, Asked asked) {
            return Span.of(query)
                    .then(span -> Instants.number(query, "limit", USUAL_LIMIT, MOST_LIMIT)
                            .then(limit -> Instants.number(query, "skip", 0, Activity.LARGEST_ID)
                                    .then(skip -> Instants.number(query, "position", Long.MAX_VALUE, Long.MAX_VALUE)
                                            .map(position -> new LogPage(
                                                    span, limit.intValue(), skip, asked.position(position))))));
        }
    }

    private Reply log(Request request, Filter about, boolean all) {
        QueryString query = request.query();
        return Reply.of(
                ask.apply(request),
                asked -> LogPage.of(query, asked).answer(page -> {
                    Answer<Filter> actor = query.last("actor")
                            .map(id -> byActor(asked, id, Optional.empty()))
                            .orElseGet(() -> new Answer.Ready<>(Filter.ALL));
                    Answer<Boolean> known = all
                            ? new Answer.Ready<>(true)
                            : asked.history().count(about).map(n -> n > 0);
                    return Reply.of(
                            known,
                            is -> is
                                    ? Reply.of(actor, by -> log(request, asked, page, about.and(by)))
                                    : new Failure.NotFound(
                                            "The log knows no such object (expected: type and id of an object that"
                                                    + " activities are about, as events have them)."));
                }));
    }

    private static Reply log(Request request, Asked asked, LogPage page, Filter filter) {
        Filter counted = filter.and(page.span().filter(true)).and(Moment.upTo(page.position()));
        boolean values = request.query()
                .last("patch")
                .filter(value -> !value.equals("0"))
                .isPresent();
        return Reply.of(
                asked.audit()
                        .activities(
                                new Query(counted, Order.descending(ActivityFields.TIME), page.skip(), page.limit())),
                found -> HistoryRoutes.at(asked, Body.json(json -> {
                    json.writeStartObject();
                    json.writeNumberField("position", page.position());
                    json.writeNumberField("count", found.count());
                    json.writeArrayFieldStart("items");
                    for (Activity activity : found.items()) {
                        HistoryView.activity(json, activity, values);
                    }
                    json.writeEndArray();
                    long next = page.skip() + page.limit();
                    if (next < found.count() && page.limit() > 0) {
                        json.writeStringField("next", next(request, page, next));
                    } else {
                        json.writeNullField("next");
                    }
                    json.writeEndObject();
                })));
    }

    /** The same question for what comes next, at the same position. */
    private static String next(Request request, LogPage page, long skip) {
        StringBuilder link = new StringBuilder(request.path())
                .append("?position=")
                .append(page.position())
                .append("&skip=")
                .append(skip);
        for (QueryString.Parameter parameter : request.query().parameters()) {
            if (!Set.of("position", "skip").contains(parameter.name())) {
                link.append('&')
                        .append(QueryString.encode(parameter.name()))
                        .append('=')
                        .append(QueryString.encode(parameter.value()));
            }
        }
        return link.toString();
    }

    private Reply actor(Request request) {
        QueryString query = request.query();
        return Reply.of(
                ask.apply(request),
                asked -> Span.of(query)
                        .answer(span -> Reply.of(
                                byActor(asked, request.segment("id"), query.last("type")),
                                by -> Reply.of(work(asked, by.and(span.filter(true))), work -> {
                                    if (work.count() == 0) {
                                        return new Failure.NotFound(
                                                "No actor of that id or username did anything in that time.");
                                    }
                                    return work.objects().size() > MOST_OBJECTS || work.count() > MOST_WORK
                                            ? new Failure.TooExpensive("The actor did more than " + MOST_WORK
                                                    + " things to or touched more" + " than " + MOST_OBJECTS
                                                    + " objects; ask for a shorter time with since and until.")
                                            : actor(asked, work);
                                }))));
    }

    private static Answer<ActorWork> work(Asked asked, Filter filter) {
        ActorWork work = new ActorWork();
        Filter counted = filter.and(Moment.upTo(asked.end().id()));
        for (long skip = 0; ; skip += WORK_PAGE) {
            Answer<Page<Activity>> answer =
                    asked.audit().activities(new Query(counted, Order.ascending(ActivityFields.TIME), skip, WORK_PAGE));
            if (!(answer instanceof Answer.Ready<Page<Activity>> ready)) {
                return answer.map(none -> work);
            }
            ready.value().items().forEach(work::take);
            if (work.count() >= ready.value().count() || work.count() > MOST_WORK) {
                return new Answer.Ready<>(work);
            }
        }
    }

    private Reply actor(Asked asked, ActorWork work) {
        Map<ObjectKey, Set<String>> standing = new LinkedHashMap<>();
        Map<ObjectKey, Boolean> exist = new LinkedHashMap<>();
        for (ActorWork.Touched touched : work.objects()) {
            Answer<ObjectPast> now =
                    asked.history().at(touched.key(), Moment.of(asked.end().id()));
            if (!(now instanceof Answer.Ready<ObjectPast> ready)) {
                return Failure.of(now);
            }
            standing.put(touched.key(), ready.value().givenBy(touched.ids()));
            exist.put(touched.key(), ready.value().exists());
        }
        return HistoryRoutes.at(asked, Body.json(json -> {
            json.writeStartObject();
            HistoryView.actor(json, work.actor());
            json.writeNumberField("position", asked.end().id());
            json.writeNumberField("activities", work.count());
            HistoryView.place(json, "first", work.first());
            HistoryView.place(json, "last", work.last());
            HistoryView.operations(json, work.operations());
            json.writeArrayFieldStart("objects");
            for (ActorWork.Touched touched : work.objects()) {
                json.writeStartObject();
                HistoryView.key(json, touched.key());
                HistoryView.text(json, "name", touched.name());
                json.writeBooleanField("exists", exist.getOrDefault(touched.key(), false));
                HistoryView.operations(json, touched.operations());
                HistoryView.place(json, "first", touched.first());
                HistoryView.place(json, "last", touched.last());
                json.writeArrayFieldStart("standing");
                for (String field : standing.getOrDefault(touched.key(), Set.of())) {
                    json.writeString(field);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private Reply undo(Request request) {
        QueryString query = request.query();
        long kinds = java.util.stream.Stream.of("activity", "commit", "actor")
                .filter(query::has)
                .count();
        if (kinds != 1 || (query.has("actor") && !query.has("since"))) {
            return new Failure.BadRequest(
                    "what to take back (expected: activity=ID, as often as needed, or commit=NUMBER,"
                            + " or actor=ID with since=TIME)");
        }
        return Reply.of(ask.apply(request), asked -> {
            UndoReader reader =
                    new UndoReader(asked.audit(), asked.history(), asked.end().id());
            return chosen(query, asked, reader)
                    .answer(filter -> Reply.of(
                            filter,
                            which -> Reply.of(
                                    reader.activities(which),
                                    page -> page.count()
                                                    < Set.copyOf(query.all("activity"))
                                                            .size()
                                            ? new Failure.NotFound("Of these activities some are not there.")
                                            : undo(asked, reader, page))));
        });
    }

    private static Parsed<Answer<Filter>> chosen(QueryString query, Asked asked, UndoReader reader) {
        if (query.has("activity")) {
            return Parsed.each(
                            query.all("activity"),
                            id -> Instants.number(
                                    new QueryString(List.of(new QueryString.Parameter("activity", id))),
                                    "activity",
                                    0,
                                    Activity.LARGEST_ID))
                    .map(ids -> new Answer.Ready<>(in(ids)));
        }
        if (query.has("commit")) {
            return Instants.number(query, "commit", 0, Activity.LARGEST_ID)
                    .map(number -> reader.members(number).map(TrailRoutes::in));
        }
        return Instants.time(query, "since")
                .map(since -> byActor(asked, query.last("actor").orElse(""), query.last("type"))
                        .map(by -> by.and(new Span(since, OptionalLong.empty()).filter(false))));
    }

    private static Filter in(List<Long> ids) {
        Set<String> texts = new TreeSet<>();
        ids.forEach(id -> texts.add(Long.toString(id)));
        return new Filter.In(ActivityFields.ID, texts);
    }

    private Reply undo(Asked asked, UndoReader reader, Page<Activity> page) {
        if (page.count() == 0) {
            return new Failure.NotFound("There are no such activities.");
        }
        if (page.count() > UndoReader.MOST) {
            return new Failure.TooExpensive("These are " + page.count() + " activities; at most " + UndoReader.MOST
                    + " are taken back at once, so name fewer, or a later time.");
        }
        return Reply.of(
                reader.undo(List.copyOf(page.items()), Stamp.instant(Stamp.micros(clock.instant()))),
                outcome -> HistoryRoutes.at(
                        asked,
                        Body.json(json ->
                                HistoryView.undo(json, outcome, asked.end().id()))));
    }
}
