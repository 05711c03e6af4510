package dev.annals.dialect.awx;

import dev.annals.api.Parsed;
import dev.annals.api.QueryString;
import dev.annals.api.Reply;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page is asked for, and the links to its neighbours.
 *
 * @param page from 1; {@value #LAST} for the last
 * @param size rows of a page
 * @param maxSize the most rows of a page, to which a larger size is cut
 * @param counted whether the answer has a count and links; without, there is only page 1
 */
record AwxPaging(long page, int size, boolean counted, String path, QueryString query, int maxSize) {
    static final int DEFAULT_SIZE = 25;
    /** AWX's own limit of the size of a page. */
    static final int DEFAULT_MAX_SIZE = 200;

    private static final long LAST = -1;

    static Parsed<AwxPaging> parse(QueryString query, String path, int maxSize) {
        boolean counted = !query.has("count_disabled");
        int size = size(query.last("page_size"), maxSize);
        String text = query.last("page").filter(value -> !value.isEmpty()).orElse("1");
        if (text.equals("last")) {
            return Parsed.of(new AwxPaging(counted ? LAST : 1, size, counted, path, query, maxSize));
        }
        long page = Values.integer(text)
                .filter(number -> number.bitLength() < Integer.SIZE)
                .map(BigInteger::longValue)
                .orElse(0L);
        return page == 1 || (page > 1 && counted)
                ? Parsed.of(new AwxPaging(page, size, counted, path, query, maxSize))
                : Parsed.refused(invalidPage());
    }

    static Reply invalidPage() {
        return AwxErrors.notFound("Invalid page.");
    }

    private static int size(Optional<String> text, int maxSize) {
        BigInteger size = text.flatMap(Values::integer).orElse(BigInteger.ZERO);
        if (size.signum() <= 0) {
            return Math.min(DEFAULT_SIZE, maxSize);
        }
        return size.min(BigInteger.valueOf(maxSize)).intValue();
    }

    boolean isLast() {
        return page == LAST;
    }

    /** The last page of so many rows, at least 1. */
    AwxPaging lastOf(long count) {
        return new AwxPaging(Math.max(1, (count + size - 1) / size), size, counted, path, query, maxSize);
    }

    /** Rows before this page. */
    long skip() {
        return (page - 1) * size;
    }

    /** Whether there is such a page of so many rows; an empty first one always is. */
    boolean isWithin(long count) {
        return page == 1 || skip() < count;
    }

    @Nullable
    String next(long count) {
        return skip() + size < count ? link(page + 1) : null;
    }

    @Nullable
    String previous() {
        return page > 1 ? link(page - 1) : null;
    }

    /** Relative, all parameters kept and sorted by name, the page replaced and a size over the limit cut to it. */
    private String link(long to) {
        List<QueryString.Parameter> parameters = new ArrayList<>();
        boolean cut = query.last("page_size")
                .flatMap(Values::integer)
                .filter(asked -> asked.compareTo(BigInteger.valueOf(maxSize)) > 0)
                .isPresent();
        for (QueryString.Parameter parameter : query.parameters()) {
            boolean replaced =
                    parameter.name().equals("page") || (cut && parameter.name().equals("page_size"));
            if (!replaced) {
                parameters.add(parameter);
            }
        }
        parameters.add(new QueryString.Parameter("page", Long.toString(to)));
        if (cut) {
            parameters.add(new QueryString.Parameter("page_size", Integer.toString(maxSize)));
        }
        parameters.sort(Comparator.comparing(QueryString.Parameter::name));
        StringBuilder link = new StringBuilder(path);
        char separator = '?';
        for (QueryString.Parameter parameter : parameters) {
            link.append(separator)
                    .append(QueryString.encode(parameter.name()))
                    .append('=')
                    .append(QueryString.encode(parameter.value()));
            separator = '&';
        }
        return link.toString();
    }
}
