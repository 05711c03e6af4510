package dev.annals.dialect.annals;

import dev.annals.api.QueryString;
import dev.annals.dialect.annals.Clause.Match;
import dev.annals.dialect.annals.Clause.Value;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.CommitFields;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From clauses to a filter over one log.
 *
 * @param fields the fields of the log
 * @param texts the fields in which words are looked for, leaving case aside; empty where words are refused
 * @param times how times are read
 */
record AnnalsFilters(AnnalsFields fields, List<Field> texts, Times times) {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,18})|(\\d{1,18})?\\.\\.(\\d{1,18})?");

    AnnalsFilters {
        texts = List.copyOf(texts);
    }

    /** What a request asks for in both forms together. */
    Filter of(QueryString query) throws Refused {
        List<Filter> parts = new ArrayList<>();
        for (String text : query.all(FilterText.PARAMETER)) {
            add(FilterText.parse(text), FilterText.PARAMETER, parts);
        }
        for (String text : query.all(FilterJson.PARAMETER)) {
            add(FilterJson.parse(text), FilterJson.PARAMETER, parts);
        }
        if (parts.size() > FilterText.MOST_CLAUSES) {
            throw new Refused(
                    FilterText.PARAMETER,
                    "",
                    "there are " + parts.size() + " clauses",
                    "at most " + FilterText.MOST_CLAUSES);
        }
        return new Filter.And(parts);
    }

    private void add(List<Clause> clauses, String parameter, List<Filter> parts) throws Refused {
        for (Clause clause : clauses) {
            Filter filter = new Reading(clause, parameter).filter();
            parts.add(clause.negated() ? filter.negated() : filter);
        }
    }

    /** One clause on its way to a filter. */
    private final class Reading {
        private final Clause clause;
        private final String parameter;

        Reading(Clause clause, String parameter) {
            this.clause = clause;
            this.parameter = parameter;
        }

        Filter filter() throws Refused {
            return switch (clause.name()) {
                case "" -> words(single());
                case "id" -> any(this::number);
                case "after" -> new Filter.Range(fields.time(), new Filter.Bound(time(), true), null);
                case "before" -> new Filter.Range(fields.time(), null, new Filter.Bound(time(), false));
                case "object" -> any(this::object);
                default -> named();
            };
        }

        private Filter words(Value value) throws Refused {
            if (texts.isEmpty()) {
                throw refused("words cannot be searched for here", "clauses with a name: " + fields.names());
            }
            List<Filter> anywhere = new ArrayList<>();
            texts.forEach(field -> anywhere.add(new Filter.Contains(field, value.text(), true)));
            return new Filter.Or(anywhere);
        }

        private Filter named() throws Refused {
            List<Field> any = fields.anyOf(clause.name());
            if (any.isEmpty()) {
                throw refused(
                        "there is no field '" + clause.name() + "'",
                        "one of after, before, id, object, " + fields.names()
                                + "; quotes around what is to be searched for as text");
            }
            Set<String> known = fields.closed().get(fields.full(clause.name()));
            List<Filter> parts = new ArrayList<>();
            for (Field field : any) {
                Set<String> exact = new LinkedHashSet<>();
                for (Value value : clause.values()) {
                    if (value.match() == Match.EXACT) {
                        requireKnown(value.text(), known);
                        exact.add(value.text());
                    } else {
                        parts.add(
                                value.match() == Match.PREFIX
                                        ? new Filter.Prefix(field, value.text(), true)
                                        : new Filter.Contains(field, value.text(), true));
                    }
                }
                if (!exact.isEmpty()) {
                    parts.add(new Filter.In(field, exact));
                }
            }
            return new Filter.Or(parts);
        }

        private void requireKnown(String value, java.util.@org.jspecify.annotations.Nullable Set<String> known)
                throws Refused {
            if (known != null && !known.contains(value)) {
                throw refused("'" + clause.name() + "' is never '" + value + "'", String.join(", ", known));
            }
        }

        private Filter number(Value value) throws Refused {
            Matcher matcher = NUMBERS.matcher(value.text());
            if (value.match() != Match.EXACT
                    || !matcher.matches()
                    || (matcher.group(1) == null && matcher.group(2) == null && matcher.group(3) == null)) {
                throw refused(
                        "'" + value.text() + "' is no number", "a number, or a range such as 10..20, 10.. or ..20");
            }
            if (matcher.group(1) != null) {
                return new Filter.Term(fields.number(), canonical(matcher.group(1)));
            }
            return new Filter.Range(fields.number(), bound(matcher.group(2)), bound(matcher.group(3)));
        }

        private Filter.@org.jspecify.annotations.Nullable Bound bound(
                @org.jspecify.annotations.Nullable String number) {
            return number == null ? null : new Filter.Bound(canonical(number), true);
        }

        private String canonical(String digits) {
            return Long.toString(Long.parseLong(digits));
        }

        private Filter object(Value value) throws Refused {
            int slash = value.text().indexOf('/');
            if (value.match() != Match.EXACT
                    || slash < 1
                    || slash == value.text().length() - 1) {
                throw refused("'" + value.text() + "' names no object", "TYPE/ID such as job_template/42");
            }
            String type = value.text().substring(0, slash);
            String id = value.text().substring(slash + 1);
            return fields.number().equals(CommitFields.NUMBER)
                    ? new Filter.Term(CommitFields.objectId(type), id)
                    : new Filter.SameLink(type, List.of(new Filter.Term(ActivityFields.linkId(type), id)));
        }

        private String time() throws Refused {
            Value value = single();
            Optional<Instant> time = value.match() == Match.EXACT ? times.parse(value.text()) : Optional.empty();
            if (time.isEmpty()) {
                throw refused("'" + value.text() + "' is no time", Times.EXPECTED);
            }
            Instant instant = time.get();
            return Long.toString(
                    Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000));
        }

        private Value single() throws Refused {
            if (clause.values().size() > 1) {
                throw refused("'" + clause.name() + "' has several values", "one value");
            }
            return clause.values().get(0);
        }

        private Filter any(ValueFilter filter) throws Refused {
            List<Filter> parts = new ArrayList<>();
            for (Value value : clause.values()) {
                parts.add(filter.of(value));
            }
            return new Filter.Or(parts);
        }

        private Refused refused(String seen, String expected) {
            return new Refused(parameter, clause.place(), seen, expected);
        }
    }

    /** What one value of a clause asks for. */
    @FunctionalInterface
    private interface ValueFilter {
        Filter of(Value value) throws Refused;
    }
}
