package dev.annals.dialect.sdelements;

import dev.annals.api.Caller;
import dev.annals.api.Dialect;
import dev.annals.api.DialectProvider;
import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import dev.annals.api.parameter.NumberedPage;
import dev.annals.dialect.sdelements.presentation.TypeNames;
import dev.annals.model.Activity;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.ActivityIndexing.DialectFields;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import dev.annals.query.AuditSessions;
import dev.annals.query.Filter;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The activities API of SD Elements. Its paths lie among those of AWX, so it is mounted before that dialect. Thread-safe.
 */
public final class SdeDialect implements Dialect {
    private static final DialectProvider.Size PAGE_SIZE =
            new DialectProvider.Size("sdelements-page-size", 100, SdePaging.MOST);

    private static final String ALL = "/api/v2/activities/";
    private static final String ONE = "/api/v2/activities/{id}/";
    private static final String MINE = "/api/v2/users/me/activities/";
    private static final String OF_PROJECT = "/api/v2/projects/{id}/activities/";
    private static final Pattern OWNED =
            Pattern.compile("/api/v2/(activities|users/me/activities|projects/[^/]+/activities)(/.*)?");
    private static final Pattern NUMBER = Pattern.compile("0*([1-9]\\d{0,17})");

    /** Opens the dialect. */
    public static final class Provider implements DialectProvider {
        @Override
        public Dialect open(Services services) {
            return new SdeDialect(services.sessions(), services.zone(), services.size(PAGE_SIZE));
        }

        @Override
        public Optional<DialectFields> fields() {
            return Optional.of(new SdeFields());
        }

        @Override
        public List<Size> sizes() {
            return List.of(PAGE_SIZE);
        }
    }

    private final AuditSessions sessions;
    private final ZoneId zone;
    private final int pageSize;

    /**
     * The dialect.
     *
     * @param zone where times without an offset are local to
     * @param pageSize activities in an answer to a request that names no size, from 1 to 1000
     */
    public SdeDialect(AuditSessions sessions, ZoneId zone, int pageSize) {
        if (pageSize < 1 || pageSize > SdePaging.MOST) {
            throw new IllegalArgumentException(
                    "page size of SD Elements: " + pageSize + " (expected: 1 to " + SdePaging.MOST + ")");
        }
        this.sessions = sessions;
        this.zone = zone;
        this.pageSize = pageSize;
    }

    @Override
    public String name() {
        return "sdelements";
    }

    @Override
    public boolean owns(String path) {
        return OWNED.matcher(path).matches();
    }

    @Override
    public Words words(Failure failure, Request request) {
        return SdeErrors.words(failure);
    }

    /** The product's browser sessions: whatever stands in their cookie is taken for a token. */
    @Override
    public Optional<String> token(Request request) {
        return request.cookie("sde-sessionid")
                .or(() -> request.cookie("sessionid"))
                .filter(token -> !token.isEmpty());
    }

    @Override
    public void mount(Routes routes) {
        routes.add(listing(MINE, this::mine));
        routes.add(listing(OF_PROJECT, this::ofProject));
        routes.add(listing(ALL, (asked, request) -> asked));
        routes.add(Route.get(ONE, this::one));
    }

    /** What a listing is limited to beside its parameters. */
    @FunctionalInterface
    private interface Limit {
        SdeFilters of(SdeFilters asked, Request request);
    }

    private Route listing(String template, Limit limit) {
        return Route.get(template, request -> list(request, limit));
    }

    private SdeFilters mine(SdeFilters asked, Request request) {
        Caller caller = request.caller().orElseThrow();
        return asked.and(new Filter.Term(ActivityFields.ACTOR_USERNAME, caller.name())
                .or(new Filter.Term(ActivityFields.ACTOR_ID, caller.name())));
    }

    private SdeFilters ofProject(SdeFilters asked, Request request) {
        return asked.and(SdeFilters.reference("project", request.segment("id")));
    }

    private Reply list(Request request, Limit limit) {
        return SdeErrors.acceptable(request)
                .then(taken -> SdeFilters.of(new SdeForm(taken.query(), zone)))
                .answer(asked -> SdePaging.of(request.query(), pageSize)
                        .answer(paging -> page(request, paging, limit.of(asked, request))));
    }

    private Reply page(Request request, SdePaging paging, SdeFilters filters) {
        return Reply.of(activities(request, filters, paging::query), found -> {
            NumberedPage page = paging.page();
            if (page.isLast()) {
                return page(request, new SdePaging(page.lastOf(found.count())), filters);
            }
            return page.isWithin(found.count())
                    ? Reply.ok(SdeView.page(request, paging, found)).at(found)
                    : SdeErrors.INVALID_PAGE;
        });
    }

    private Answer<Page<Activity>> activities(Request request, SdeFilters filters, Function<Filter, Query> query) {
        AuditSession audit = request.audit(sessions);
        Answer<TypeNames> types = filters.needsTypes() ? TypeNames.read(audit) : new Answer.Ready<>(TypeNames.NONE);
        return types.then(names -> audit.activities(query.apply(filters.filter().apply(names))));
    }

    private Reply one(Request request) {
        return SdeErrors.acceptable(request).then(SdeDialect::number).answer(number -> {
            Filter filter = new Filter.Term(ActivityFields.ID, number);
            return Reply.of(
                    request.audit(sessions).activities(SdePaging.newest(filter)),
                    found -> found.items().isEmpty()
                            ? SdeErrors.NOT_FOUND
                            : Reply.ok(SdeView.single(found.items().get(0))).at(found));
        });
    }

    private static Parsed<String> number(Request request) {
        Matcher number = NUMBER.matcher(request.segment("id"));
        return number.matches() ? Parsed.of(number.group(1)) : Parsed.refused(SdeErrors.NOT_FOUND);
    }
}
