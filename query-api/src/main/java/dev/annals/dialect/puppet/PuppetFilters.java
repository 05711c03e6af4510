package dev.annals.dialect.puppet;

import dev.annals.model.CommitObject;
import dev.annals.processor.view.CommitFields;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import dev.annals.query.Filter.Bound;
import dev.annals.query.Filter.In;
import dev.annals.query.Filter.Range;
import dev.annals.query.Filter.Term;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which commits a request is about.
 *
 * @param object which of a commit's objects version 1, where a commit has only one, should show
 */
public record PuppetFilters(Filter filter, Predicate<CommitObject> object) {
    /** Version 1: all parameters must hold, any id of a list may. */
    static PuppetFilters v1(PuppetParameters parameters) throws PuppetRefusal {
        List<Filter> parts = new ArrayList<>();
        parts.add(new Term(CommitFields.SERVICE, required(parameters, "service_id")));
        Pair subject = Pair.of(parameters, "subject_type", "subject_id");
        if (subject.type().isPresent()) {
            String type = subject.type().get();
            parts.add(
                    subject.ids().isEmpty()
                            ? new Term(CommitFields.SUBJECT_TYPE, type)
                            : new In(CommitFields.subjectId(type), subject.ids()));
        }
        Pair object = Pair.of(parameters, "object_type", "object_id");
        if (object.type().isPresent()) {
            String type = object.type().get();
            parts.add(
                    object.ids().isEmpty()
                            ? new Term(CommitFields.OBJECT_TYPE, type)
                            : new In(CommitFields.objectId(type), object.ids()));
        }
        Optional<String> after = parameters.single("after_service_commit_time");
        if (after.isPresent()) {
            // Strictly later on the full precision: of times in microseconds, those beyond the floor.
            long micros = PuppetTime.floorMicros(time("after_service_commit_time", after.get()));
            parts.add(new Range(CommitFields.TIME, new Bound(Long.toString(micros), false), null));
        }
        return new PuppetFilters(new Filter.And(parts), object::matches);
    }

    /** Version 2: the service, if one is given, and the query array. */
    static PuppetFilters v2(PuppetParameters parameters) throws PuppetRefusal {
        Optional<String> service = parameters.single("service_id");
        Optional<String> query = parameters.single("query");
        Filter asked = query.isPresent() ? QueryArray.parse(query.get()) : Filter.ALL;
        Field field = CommitFields.SERVICE;
        return new PuppetFilters(
                service.isPresent() ? new Term(field, service.get()).and(asked) : asked, object -> true);
    }

    /** The moment that a parameter names. */
    public static Instant time(String name, String text) throws PuppetRefusal {
        Optional<Instant> time = PuppetTime.parse(text);
        if (time.isEmpty()) {
            throw PuppetRefusal.schemaViolation(
                    text,
                    "{" + name + ": ISO-8601 timestamp}",
                    name + " is not an ISO-8601 timestamp (expected: one such as 2019-11-01T21:32:39Z).");
        }
        return time.get();
    }

    private static String required(PuppetParameters parameters, String name) throws PuppetRefusal {
        Optional<String> value = parameters.single(name);
        if (value.isEmpty()) {
            throw PuppetRefusal.schemaViolation(
                    "", "{" + name + ": string}", name + " is missing (expected: a service such as classifier).");
        }
        return value.get();
    }

    /** A type and ids of that type. */
    private record Pair(Optional<String> type, Set<String> ids) {
        static Pair of(PuppetParameters parameters, String typeName, String idName) throws PuppetRefusal {
            Optional<String> type = parameters.single(typeName);
            List<String> ids = parameters.list(idName);
            if (type.isEmpty() && !ids.isEmpty()) {
                throw PuppetRefusal.schemaViolation(
                        String.join(",", ids),
                        "{" + typeName + ": string, " + idName + ": [string]}",
                        idName + " is given without " + typeName + ", which says what the ids are ids of.");
            }
            return new Pair(type, Set.copyOf(ids));
        }

        boolean matches(CommitObject object) {
            return (type.isEmpty() || type.get().equals(object.type())) && (ids.isEmpty() || ids.contains(object.id()));
        }
    }
}
