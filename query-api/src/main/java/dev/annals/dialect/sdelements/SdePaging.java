package dev.annals.dialect.sdelements;

import dev.annals.api.Parsed;
import dev.annals.api.QueryString;
import dev.annals.api.Request;
import dev.annals.api.parameter.NumberedPage;
import dev.annals.model.Activity;
import dev.annals.query.Filter;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which page of the matching activities is wanted.
 *
 * <p>New activities push all others down the pages. So the first page's link to the next one also bounds the ids: whoever
 * follows the links gets each activity once, however many arrive meanwhile.
 */
record SdePaging(NumberedPage page) {
    /** The largest page; a larger size gets this one. */
    static final int MOST = 1000;

    static final String PAGE = "page";
    static final String SIZE = "page_size";
    private static final String UP_TO = "id__lte";

    /** What a request asks for, or the refusal of a page that there cannot be. */
    static Parsed<SdePaging> of(QueryString query, int defaultSize) {
        return NumberedPage.of(
                        query.last(PAGE).orElse("").strip(), query.last(SIZE).orElse(""), defaultSize, MOST)
                .map(page -> Parsed.of(new SdePaging(page)))
                .orElseGet(() -> Parsed.refused(SdeErrors.INVALID_PAGE));
    }

    /** The newest activity of a filter. */
    static Query newest(Filter filter) {
        return new Query(filter, SdeOrder.NEWEST_FIRST, 0, 1);
    }

    /** The question for the page; for the last page, how many there are, which tells which page that is. */
    Query query(Filter filter) {
        return page.isLast()
                ? new Query(filter, SdeOrder.NEWEST_FIRST, 0, 0)
                : new Query(filter, SdeOrder.NEWEST_FIRST, page.skip(), page.size());
    }

    /** The link to the following page; empty on the last one. */
    Optional<String> next(Request request, Page<Activity> found) {
        if (!page.hasNext(found.count())) {
            return Optional.empty();
        }
        boolean bounded = page.number() == 1 && !found.items().isEmpty();
        Predicate<String> replaced =
                bounded ? name -> name.equals(PAGE) || name.equals(UP_TO) : name -> name.equals(PAGE);
        List<String> parameters = kept(request, replaced);
        parameters.add(PAGE + "=" + (page.number() + 1));
        if (bounded) {
            parameters.add(UP_TO + "=" + found.items().get(0).id());
        }
        return Optional.of(link(request, parameters));
    }

    /** The link to the page before; empty on the first one. */
    Optional<String> previous(Request request) {
        if (page.number() == 1) {
            return Optional.empty();
        }
        List<String> parameters = kept(request, PAGE::equals);
        if (page.number() > 2) {
            parameters.add(PAGE + "=" + (page.number() - 1));
        }
        return Optional.of(link(request, parameters));
    }

    private static List<String> kept(Request request, Predicate<String> without) {
        List<String> kept = new ArrayList<>();
        for (QueryString.Parameter parameter : request.query().parameters()) {
            if (!without.test(parameter.name())) {
                kept.add(QueryString.encode(parameter.name()) + "=" + QueryString.encode(parameter.value()));
            }
        }
        return kept;
    }

    private static String link(Request request, List<String> parameters) {
        String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
        return request.origin() + request.path() + query;
    }
}
