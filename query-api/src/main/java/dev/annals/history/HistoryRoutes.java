package dev.annals.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.Body;
import dev.annals.api.Caller;
import dev.annals.api.Failure;
import dev.annals.api.Mount;
import dev.annals.api.Parsed;
import dev.annals.api.QueryString;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import dev.annals.history.DocumentDiff.Difference;
import dev.annals.history.HistoryReader.End;
import dev.annals.model.Json;
import dev.annals.processor.stage.state.ObjectState;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import dev.annals.query.AuditSessions;
import dev.annals.query.RowScope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an object was, how it differs and who made it so, at {@code /annals/v1/objects}. Thread-safe. */
public final class HistoryRoutes implements Mount {
    private static final String OBJECT = "/annals/v1/objects/{type}/{id}";
    private static final Set<String> FORMATS = Set.of("json", "text", "merge-patch", "json-patch");

    private final AuditSessions sessions;
    private final InstantSource clock;
    private final Checkpoints checkpoints = new Checkpoints();

    /**
     * Routes over these sessions.
     *
     * @param clock says what time it is where a question names none
     */
    public HistoryRoutes(AuditSessions sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** What a question about history has at hand: one session, and where the log ends for it. */
    record Asked(AuditSession audit, HistoryReader history, End end) {
        /** The position that is asked for, at most that of the end. */
        long position(long asked) {
            return Math.min(asked, end.id());
        }
    }

    @Override
    public void mount(Routes routes) {
        routes.add(Route.get(OBJECT, this::show));
        routes.add(Route.get(OBJECT + "/blame", this::blame));
        routes.add(Route.get(OBJECT + "/diff", this::diff));
        new TrailRoutes(this::ask, clock).mount(routes);
    }

    /** Begins a question. */
    Answer<Asked> ask(Request request) {
        AuditSession audit = request.audit(sessions);
        RowScope scope = request.caller().map(Caller::scope).orElse(RowScope.ALL);
        HistoryReader history = new HistoryReader(audit, request.tenant(), scope, checkpoints);
        return history.end().map(end -> new Asked(audit, history, end));
    }

    /** A question about an object of which the log knows something. */
    private Reply about(Request request, java.util.function.BiFunction<Asked, ObjectKey, Reply> answer) {
        ObjectKey key = new ObjectKey(request.segment("type"), request.segment("id"));
        return Reply.of(
                ask(request),
                asked -> Reply.of(
                        asked.history().knows(key),
                        known -> known
                                ? answer.apply(asked, key)
                                : new Failure.NotFound(
                                        "The log knows no " + shortened(key.type()) + " " + shortened(key.id())
                                                + " (expected: type and id of an object that activities are about, as events have them).")));
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    /** One side of a question: a moment, and the time it is told as. */
    private record Point(Moment moment, OptionalLong time) {
        Instant shown(ObjectPast past, Instant now) {
            if (time.isPresent()) {
                return Stamp.instant(time.getAsLong());
            }
            Instant latest = past.count() == 0 ? now : past.last().time();
            return latest.isAfter(now) ? latest : now;
        }
    }

    private static Parsed<Point> point(QueryString query, String time, String position, Asked asked) {
        return Instants.time(query, time)
                .then(at -> Instants.number(query, position, Long.MAX_VALUE, Long.MAX_VALUE)
                        .map(asked::position)
                        .map(until ->
                                new Point(at.isPresent() ? Moment.at(at.getAsLong(), until) : Moment.of(until), at)));
    }

    private Reply show(Request request) {
        return about(
                request,
                (asked, key) -> point(request.query(), "at", "position", asked)
                        .answer(point -> Reply.of(
                                asked.history().at(key, point.moment()),
                                past -> Reply.of(
                                        asked.history().unknown(key, point.moment(), past),
                                        unknown -> at(
                                                asked,
                                                Body.json(json -> HistoryView.object(
                                                        json,
                                                        key,
                                                        past,
                                                        point.shown(past, clock.instant()),
                                                        point.moment().position(),
                                                        unknown)))))));
    }

    private Reply blame(Request request) {
        return about(
                request,
                (asked, key) -> point(request.query(), "at", "position", asked)
                        .answer(point -> Reply.of(
                                asked.history().at(key, point.moment()), past -> blame(asked, key, point, past))));
    }

    private Reply blame(Asked asked, ObjectKey key, Point point, ObjectPast past) {
        Blame blame;
        try {
            blame = Blame.of(past);
        } catch (Room.Exceeded e) {
            return new Failure.TooExpensive(String.valueOf(e.getMessage()));
        }
        Instant time = point.shown(past, clock.instant());
        return Reply.of(
                blame.givers(asked.audit()),
                givers -> at(asked, Body.json(json -> {
                    json.writeStartObject();
                    HistoryView.key(json, key);
                    json.writeBooleanField("exists", past.exists());
                    json.writeStringField("time", time.toString());
                    json.writeNumberField("position", point.moment().position());
                    blame.write(json, givers);
                    json.writeEndObject();
                })));
    }

    private Reply diff(Request request) {
        QueryString query = request.query();
        String format = query.last("format").orElse("json");
        if (!FORMATS.contains(format)) {
            return Instants.refusal("format", format, "json, text, merge-patch or json-patch");
        }
        if (!query.has("from") && !query.has("from_position")) {
            return new Failure.BadRequest(
                    "from: missing (expected: a time such as 2026-01-31T12:00:00Z, or from_position)");
        }
        return about(
                request,
                (asked, key) -> point(query, "from", "from_position", asked)
                        .then(from -> point(query, "to", "to_position", asked).map(to -> List.of(from, to)))
                        .answer(points -> Reply.of(
                                asked.history().at(key, points.get(0).moment()),
                                before -> Reply.of(
                                        asked.history().at(key, points.get(1).moment()),
                                        after -> diff(asked, key, points, before, after, format)))));
    }

    private Reply diff(
            Asked asked, ObjectKey key, List<Point> points, ObjectPast before, ObjectPast after, String format) {
        JsonNode old = tree(before);
        JsonNode now = tree(after);
        try {
            return switch (format) {
                case "merge-patch" ->
                    Patches.merge(old, now)
                            .<Reply>map(patch -> at(asked, body("application/merge-patch+json", patch)))
                            .orElseGet(() ->
                                    new Failure.TooExpensive("A merge patch cannot set a field to null, which this"
                                            + " difference does; ask for format=json-patch."));
                case "json-patch" -> at(asked, body("application/json-patch+json", Patches.operations(old, now)));
                case "text" -> at(asked, Body.text("text/plain; charset=utf-8", text(differences(old, now))));
                default -> differences(asked, key, points, before, after, differences(old, now));
            };
        } catch (Room.Exceeded e) {
            return new Failure.TooExpensive(String.valueOf(e.getMessage()));
        }
    }

    private static Body body(String type, JsonNode tree) {
        return Body.json(
                type,
                json -> json.writeRawValue(dev.annals.model.JsonText.of(tree).text()));
    }

    private static @Nullable JsonNode tree(ObjectPast past) {
        return past.document().map(ObjectState::text).map(text -> text.tree()).orElse(null);
    }

    private static List<Difference> differences(@Nullable JsonNode old, @Nullable JsonNode now) {
        JsonNode nothing = Json.MAPPER.createObjectNode();
        return DocumentDiff.between(old == null ? nothing : old, now == null ? nothing : now);
    }

    private static String text(List<Difference> differences) {
        StringBuilder text = new StringBuilder();
        differences.forEach(difference -> text.append(HistoryView.lines(difference)));
        return text.toString();
    }

    private Reply differences(
            Asked asked,
            ObjectKey key,
            List<Point> points,
            ObjectPast before,
            ObjectPast after,
            List<Difference> differences) {
        Instant now = clock.instant();
        return at(asked, Body.json(json -> {
            json.writeStartObject();
            HistoryView.key(json, key);
            Point from = points.get(0);
            Point to = points.get(1);
            HistoryView.side(
                    json, "from", before, from.shown(before, now), from.moment().position());
            HistoryView.side(
                    json, "to", after, to.shown(after, now), to.moment().position());
            json.writeArrayFieldStart("differences");
            for (Difference difference : differences) {
                HistoryView.difference(json, difference);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    /** The answer, saying up to which offset of the log it speaks. */
    static Reply.Content at(Asked asked, Body body) {
        return Reply.ok(body).with(Reply.POSITION, Long.toString(asked.end().offset()));
    }
}
