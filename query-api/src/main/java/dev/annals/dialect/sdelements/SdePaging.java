package dev.annals.dialect.sdelements;

import dev.annals.api.QueryString;
import dev.annals.api.Request;
import dev.annals.model.Activity;
import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which page of the matching activities is wanted, newest first.
 *
 * <p>New activities push all others down the pages. So the first page's link to the next one also bounds the ids: whoever
 * follows the links gets each activity once, however many arrive meanwhile.
 *
 * @param page from 1; empty for the last one
 * @param size from 1 to {@value #MOST}
 */
record SdePaging(OptionalLong page, int size) {
    /** The largest page; a larger size gets this one. */
    static final int MOST = 1000;

    static final String PAGE = "page";
    static final String SIZE = "page_size";
    private static final String UP_TO = "id__lte";

    /** The order of every listing. */
    static final Order NEWEST_FIRST = Order.descending(ActivityFields.ID);

    private static final Pattern PAGE_NUMBER = Pattern.compile("\\+?0*([1-9]\\d{0,11})");
    private static final Pattern NUMBER = Pattern.compile("\\+?\\d{1,18}");

    /** What a request asks for; empty when there cannot be such a page. */
    static Optional<SdePaging> of(QueryString query, int defaultSize) {
        int size = size(query.last(SIZE).orElse("").strip(), defaultSize);
        String page = query.last(PAGE).orElse("").strip();
        if (page.isEmpty()) {
            return Optional.of(new SdePaging(OptionalLong.of(1), size));
        }
        if (page.equals("last")) {
            return Optional.of(new SdePaging(OptionalLong.empty(), size));
        }
        var number = PAGE_NUMBER.matcher(page);
        return number.matches()
                ? Optional.of(new SdePaging(OptionalLong.of(Long.parseLong(number.group(1))), size))
                : Optional.empty();
    }

    // Like the product's framework: what is no size means the default, and more than the most means the most.
    private static int size(String text, int defaultSize) {
        if (!NUMBER.matcher(text).matches()) {
            return defaultSize;
        }
        long size = Long.parseLong(text);
        return size == 0 ? defaultSize : (int) Math.min(size, MOST);
    }

    /** The newest activity of a filter. */
    static Query newest(Filter filter) {
        return new Query(filter, NEWEST_FIRST, 0, 1);
    }

    /** The question for the page; for the last page, how many there are, which tells which page that is. */
    Query query(Filter filter) {
        return page.isEmpty()
                ? new Query(filter, NEWEST_FIRST, 0, 0)
                : new Query(filter, NEWEST_FIRST, (page.getAsLong() - 1) * size, size);
    }

    /** This paging with the number of the last page of so many activities. */
    SdePaging last(long count) {
        return new SdePaging(OptionalLong.of(Math.max(1, (count + size - 1) / size)), size);
    }

    /** Whether there is such a page of so many activities; the first one may be empty. */
    boolean isWithin(long count) {
        return number() == 1 || (number() - 1) * size < count;
    }

    /** The link to the following page; empty on the last one. */
    Optional<String> next(Request request, Page<Activity> found) {
        if (number() * size >= found.count()) {
            return Optional.empty();
        }
        boolean bounded = number() == 1 && !found.items().isEmpty();
        Predicate<String> replaced =
                bounded ? name -> name.equals(PAGE) || name.equals(UP_TO) : name -> name.equals(PAGE);
        List<String> parameters = kept(request, replaced);
        parameters.add(PAGE + "=" + (number() + 1));
        if (bounded) {
            parameters.add(UP_TO + "=" + found.items().get(0).id());
        }
        return Optional.of(link(request, parameters));
    }

    /** The link to the page before; empty on the first one. */
    Optional<String> previous(Request request) {
        if (number() == 1) {
            return Optional.empty();
        }
        List<String> parameters = kept(request, PAGE::equals);
        if (number() > 2) {
            parameters.add(PAGE + "=" + (number() - 1));
        }
        return Optional.of(link(request, parameters));
    }

    private long number() {
        return page.orElseThrow(() -> new IllegalStateException("the number of the last page is not known yet"));
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
