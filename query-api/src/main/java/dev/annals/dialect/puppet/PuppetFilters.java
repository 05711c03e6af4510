package dev.annals.dialect.puppet;

import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.model.CommitObject;
import dev.annals.query.Filter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Which commits a request is about.
 *
 * @param object which of a commit's objects version 1, where a commit has only one, should show
 */
record PuppetFilters(Filter filter, Predicate<CommitObject> object) {
    /** Version 1: all parameters must hold, any id of a list may. */
    static Parsed<PuppetFilters> v1(PuppetParameters parameters) {
        return required(parameters, "service_id")
                .then(service -> Pair.of(parameters, "subject_type", "subject_id")
                        .then(subject -> Pair.of(parameters, "object_type", "object_id")
                                .then(object -> after(parameters)
                                        .map(after -> new PuppetFilters(
                                                all(List.of(
                                                        Optional.of(PuppetFields.service(service)),
                                                        subject.filter(PuppetFields::subject),
                                                        object.filter(PuppetFields::object),
                                                        after)),
                                                object::matches)))));
    }

    private static Filter all(List<Optional<Filter>> parts) {
        return new Filter.And(parts.stream().flatMap(Optional::stream).toList());
    }

    /** Version 2: the service, if one is given, and the query array. */
    static Parsed<PuppetFilters> v2(PuppetParameters parameters) {
        return parameters
                .single("service_id")
                .then(service -> parameters
                        .single("query")
                        .then(query -> query.isPresent() ? QueryArray.parse(query.get()) : Parsed.of(Filter.ALL))
                        .map(asked -> new PuppetFilters(
                                service.isPresent()
                                        ? PuppetFields.service(service.get()).and(asked)
                                        : asked,
                                object -> true)));
    }

    private static Parsed<Optional<Filter>> after(PuppetParameters parameters) {
        String name = "after_service_commit_time";
        return parameters
                .single(name)
                .then(text -> text.isEmpty()
                        ? Parsed.of(Optional.empty())
                        : PuppetFields.TIMES
                                .parse(name, text.get())
                                .map(time -> Optional.of(PuppetFields.after(time))));
    }

    private static Parsed<String> required(PuppetParameters parameters, String name) {
        return parameters
                .single(name)
                .then(value -> value.isPresent()
                        ? Parsed.of(value.get())
                        : Parsed.refused(Failure.Unfit.of(
                                "",
                                "{" + name + ": string}",
                                name + " is missing (expected: a service such as classifier).")));
    }

    /** A type and ids of that type. */
    private record Pair(Optional<String> type, Set<String> ids) {
        static Parsed<Pair> of(PuppetParameters parameters, String typeName, String idName) {
            List<String> ids = parameters.list(idName);
            return parameters
                    .single(typeName)
                    .then(type -> type.isEmpty() && !ids.isEmpty()
                            ? Parsed.refused(Failure.Unfit.of(
                                    String.join(",", ids),
                                    "{" + typeName + ": string, " + idName + ": [string]}",
                                    idName + " is given without " + typeName + ", which says what the ids are ids of."))
                            : Parsed.of(new Pair(type, Set.copyOf(ids))));
        }

        Optional<Filter> filter(BiFunction<String, Set<String>, Filter> field) {
            return type.map(known -> field.apply(known, ids));
        }

        boolean matches(CommitObject object) {
            return (type.isEmpty() || type.get().equals(object.type())) && (ids.isEmpty() || ids.contains(object.id()));
        }
    }
}
