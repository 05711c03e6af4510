package dev.annals.dialect.annals;

import dev.annals.api.QueryString;
import dev.annals.api.Request;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Query;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which of the matching records are wanted: a page by its rank in any order, or, in the order of the ids, those next to an id. What comes next to an id
 * never changes its place, however many arrive meanwhile.
 *
 * @param order how the records are sorted
 * @param byId whether that is the order of the ids, upwards or downwards
 * @param descending the direction of the first key
 * @param size 1 to {@value #MOST}
 * @param start where the records begin
 */
record AnnalsPaging(Order order, boolean byId, boolean descending, int size, Start start) {
    /** The most records of one answer; more than that is an export. */
    static final int MOST = 500;

    private static final int DEFAULT = 50;
    private static final List<String> STARTS = List.of("page", "before", "after", "around");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");

    /** Where the wanted records begin. */
    sealed interface Start {
        /** At a rank. */
        record Page(long number) implements Start {}

        /** The records of smaller ids than this, the nearest of them. */
        record Before(long id) implements Start {}

        /** The records of greater ids than this, the nearest of them. */
        record After(long id) implements Start {}

        /** The records around this id, itself included. */
        record Around(long id) implements Start {}
    }

    /** What a request asks for. */
    static AnnalsPaging of(QueryString query, AnnalsFields fields) throws Refused {
        AnnalsOrder order = AnnalsOrder.of(query, fields);
        int size = (int) number(query, "size", 1, MOST, DEFAULT);
        return new AnnalsPaging(order.order(), order.byId(), order.descending(), size, start(query, order.byId()));
    }

    private static Start start(QueryString query, boolean byId) throws Refused {
        List<String> given = STARTS.stream().filter(query::has).toList();
        if (given.size() > 1) {
            throw new Refused(given.get(1), "", "there is also " + given.get(0), "one of " + String.join(", ", STARTS));
        }
        if (given.isEmpty()) {
            return new Start.Page(1);
        }
        String name = given.get(0);
        if (!name.equals("page") && !byId) {
            throw new Refused(name, "", "the order is not that of the ids", "order=id or order=-id, or page");
        }
        long number = number(query, name, name.equals("page") ? 1 : 0, Long.MAX_VALUE, 1);
        return switch (name) {
            case "before" -> new Start.Before(number);
            case "after" -> new Start.After(number);
            case "around" -> new Start.Around(number);
            default -> new Start.Page(number);
        };
    }

    static long number(QueryString query, String name, long least, long most, long otherwise) throws Refused {
        Optional<String> text = query.last(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        long number = NUMBER.matcher(text.get()).matches() ? Long.parseLong(text.get()) : -1;
        if (number < least || number > most) {
            String expected = most == Long.MAX_VALUE
                    ? "a number from " + least + " on"
                    : "a number from " + least + " to " + most;
            throw new Refused(name, "", "'" + text.get() + "' is not possible", expected);
        }
        return number;
    }

    /**
     * A run of records of a page, in the order of the page.
     *
     * @param filter which records it is from
     * @param skip how many of them come before it; ignored when it is the end
     * @param most how many it has at the most
     * @param end whether it is the last ones of them
     */
    record Run(Filter filter, long skip, int most, boolean end) {
        /** The question for it, once it is known how many records there are; that only matters for the end. */
        Query query(Order order, long count) {
            return new Query(filter, order, end ? Math.max(0, count - most) : skip, most);
        }
    }

    /** The runs that one after the other are the page. */
    List<Run> runs(Filter filter, AnnalsFields fields) {
        if (start instanceof Start.Page page) {
            return List.of(new Run(filter, (page.number() - 1) * size, size, false));
        } else if (start instanceof Start.Before before) {
            return List.of(below(filter, fields, before.id(), size));
        } else if (start instanceof Start.After after) {
            return List.of(above(filter, fields, after.id(), size));
        }
        long id = ((Start.Around) start).id();
        Run newer = above(filter, fields, id, size / 2);
        Run older = below(filter, fields, id + 1, size - size / 2);
        return descending ? List.of(newer, older) : List.of(older, newer);
    }

    private Run below(Filter filter, AnnalsFields fields, long id, int most) {
        Filter.Bound bound = new Filter.Bound(Long.toString(id), false);
        return new Run(filter.and(new Filter.Range(fields.number(), null, bound)), 0, most, !descending);
    }

    private Run above(Filter filter, AnnalsFields fields, long id, int most) {
        Filter.Bound bound = new Filter.Bound(Long.toString(id), false);
        return new Run(filter.and(new Filter.Range(fields.number(), bound, null)), 0, most, descending);
    }

    /** Everything that matches, for an export. */
    Query everything(Filter filter) {
        return new Query(filter, order, 0, Integer.MAX_VALUE);
    }

    /** The ids of the first and the last record of a page, 0 when it has none. */
    record Ends(long first, long last) {
        static final Ends NONE = new Ends(0, 0);

        Ends with(long id) {
            return new Ends(first == 0 ? id : first, id);
        }
    }

    /** The link to the records that follow in the order; empty when there are none. */
    Optional<String> next(Request request, Ends ends, long count) {
        if (start instanceof Start.Page page && page.number() * size >= count) {
            return Optional.empty();
        }
        if (!byId) {
            return Optional.of(link(request, "page", ((Start.Page) start).number() + 1));
        }
        return ends.last() == 0 || (descending && ends.last() == 1)
                ? Optional.empty()
                : Optional.of(link(request, descending ? "before" : "after", ends.last()));
    }

    /** The link to the records that come before in the order. In the order of the ids downwards these are those that arrive later, so there always is one. */
    Optional<String> previous(Request request, Ends ends) {
        if (!byId) {
            long page = ((Start.Page) start).number();
            return page > 1 ? Optional.of(link(request, "page", page - 1)) : Optional.empty();
        }
        if (start instanceof Start.After after && descending && ends.first() == 0) {
            // Nothing has arrived yet: the same question again.
            return Optional.of(link(request, "after", after.id()));
        }
        return ends.first() == 0 || (!descending && ends.first() == 1)
                ? Optional.empty()
                : Optional.of(link(request, descending ? "after" : "before", ends.first()));
    }

    private static String link(Request request, String name, long value) {
        StringBuilder link = new StringBuilder(request.path()).append('?');
        for (QueryString.Parameter parameter : request.query().parameters()) {
            if (!STARTS.contains(parameter.name())) {
                link.append(QueryString.encode(parameter.name()))
                        .append('=')
                        .append(QueryString.encode(parameter.value()))
                        .append('&');
            }
        }
        return link.append(name).append('=').append(value).toString();
    }
}
