package dev.annals.dialect.awx;

import static dev.annals.processor.view.ActivityFields.ID;

import dev.annals.api.Access;
import dev.annals.api.Endpoint;
import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import dev.annals.dialect.awx.metadata.AwxMetadata;
import dev.annals.model.Activity;
import dev.annals.query.Answer;
import dev.annals.query.AuditSessions;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.math.BigInteger;

/** The paths of the activity stream and what each gives. */
final class AwxRoutes {
    private static final String LIST = "/api/v2/activity_stream/";
    private static final String DETAIL = "/api/v2/activity_stream/{id}/";
    private static final String TRAIL = "/api/v2/{resource}/{id}/activity_stream/";
    private static final Order BY_ID = Order.descending(ID);

    private final AuditSessions sessions;
    private final int maxPageSize;

    AwxRoutes(AuditSessions sessions, int maxPageSize) {
        this.sessions = sessions;
        this.maxPageSize = maxPageSize;
    }

    void mount(Routes routes) {
        AwxFrame frame = new AwxFrame(sessions);
        routes.add(get("/api/", frame::root).access(Access.OPEN));
        routes.add(get("/api/v2/", frame::version).access(Access.OPEN));
        routes.add(get("/api/v2/ping/", frame::ping).access(Access.OPEN));
        routes.add(get("/api/v2/me/", frame::me));
        routes.add(get("/api/v2/users/{id}/", frame::user));
        routes.add(get(LIST, request -> list(request, Filter.ALL, Filter.NONE, request.path())));
        routes.add(options(LIST, request -> Reply.ok(AwxMetadata.list(maxPageSize))));
        routes.add(get(DETAIL, this::detail));
        routes.add(options(DETAIL, this::detailOptions));
        routes.add(get(TRAIL, this::trail));
        routes.add(options(TRAIL, this::trailOptions));
    }

    private static Route get(String path, Endpoint endpoint) {
        return Route.get(path, AwxErrors.shown(endpoint));
    }

    private static Route options(String path, Endpoint endpoint) {
        return Route.options(path, AwxErrors.shown(endpoint));
    }

    private Reply list(Request request, Filter base, Filter twice, String path) {
        Vocabulary vocabulary = new Vocabulary(request.audit(sessions));
        return Rendering.of(request)
                .then(rendering -> AwxFilters.ofList(request.query(), vocabulary)
                        .then(found -> AwxOrder.parse(request.query(), vocabulary)
                                .then(order -> AwxPaging.parse(request.query(), path, maxPageSize)
                                        .map(paging -> page(
                                                request,
                                                rendering,
                                                new Query(
                                                        base.and(found.filter()),
                                                        order,
                                                        0,
                                                        0,
                                                        found.distinct() ? Filter.NONE : twice),
                                                paging)))))
                .answer(reply -> reply);
    }

    private Reply page(Request request, Rendering rendering, Query all, AwxPaging asked) {
        if (asked.isLast()) {
            return Reply.of(
                    request.audit(sessions).activities(all),
                    counted -> page(request, rendering, all, asked.lastOf(counted.count())));
        }
        Answer<Page<Activity>> answer = request.audit(sessions)
                .activities(new Query(all.filter(), all.order(), asked.skip(), asked.size(), all.twice()));
        return Reply.of(
                answer,
                page -> asked.isWithin(page.count())
                        ? rendered(request, rendering, asked, page)
                        : AwxPaging.invalidPage());
    }

    private Reply rendered(Request request, Rendering rendering, AwxPaging paging, Page<Activity> page) {
        return Reply.of(
                GoneUsers.among(request.audit(sessions), page.items()),
                gone -> Reply.ok(rendering.body(json -> {
                            json.writeStartObject();
                            if (paging.counted()) {
                                json.writeNumberField("count", page.count());
                                json.writeStringField("next", paging.next(page.count()));
                                json.writeStringField("previous", paging.previous());
                            }
                            json.writeArrayFieldStart("results");
                            AwxView view = AwxView.of(request, gone);
                            for (Activity activity : page.items()) {
                                view.write(activity, json);
                            }
                            json.writeEndArray();
                            json.writeEndObject();
                        }))
                        .at(page));
    }

    /** Filters hold here too: an activity that they do not match is not found. */
    private Reply detail(Request request) {
        return id(request)
                .then(id -> Rendering.of(request).then(rendering -> {
                    Vocabulary vocabulary = new Vocabulary(request.audit(sessions));
                    return AwxFilters.ofDetail(request.query(), vocabulary)
                            .then(filter -> AwxOrder.parse(request.query(), vocabulary)
                                    .map(order -> detail(request, rendering, id, filter)));
                }))
                .answer(reply -> reply);
    }

    private Reply detail(Request request, Rendering rendering, BigInteger id, Filter filter) {
        if (id.bitLength() >= Long.SIZE) {
            return noSuchActivity();
        }
        Filter one = new Filter.Term(ID, id.toString());
        Query query = new Query(one.and(filter), BY_ID, 0, 1);
        return Reply.of(request.audit(sessions).activities(query), page -> {
            if (page.items().isEmpty()) {
                return absent(request, id.longValueExact());
            }
            return Reply.of(
                    GoneUsers.among(request.audit(sessions), page.items()),
                    gone -> Reply.ok(rendering.body(json ->
                                    AwxView.of(request, gone).write(page.items().get(0), json)))
                            .at(page));
        });
    }

    /** What is there and may not be seen is forbidden, not absent. */
    private Reply absent(Request request, long id) {
        return Reply.of(
                request.audit(sessions).hides(id),
                hidden -> hidden ? AwxErrors.forbidden(AwxErrors.NOT_ALLOWED) : noSuchActivity());
    }

    private static Reply noSuchActivity() {
        return AwxErrors.notFound("No ActivityStream matches the given query.");
    }

    private Reply detailOptions(Request request) {
        return id(request).answer(id -> Reply.ok(AwxMetadata.detail()));
    }

    /** AWX's path takes digits only; anything else is another path. */
    private static Parsed<BigInteger> id(Request request) {
        String text = request.segment("id");
        boolean digits = !text.isEmpty() && text.length() <= 400 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Parsed.of(new BigInteger(text)) : Parsed.refused(new Failure.NoSuchPath());
    }

    private Reply trail(Request request) {
        return resource(request).answer(trail -> list(request, trail.filter(), trail.twice(), trail.path()));
    }

    /** AWX tells what can be asked without looking for the object. */
    private Reply trailOptions(Request request) {
        return ResourceTrail.type(request.segment("resource"), new Vocabulary(request.audit(sessions)))
                .answer(type -> Reply.ok(AwxMetadata.subList(type, maxPageSize)));
    }

    private Parsed<ResourceTrail> resource(Request request) {
        return ResourceTrail.of(
                request.segment("resource"), request.segment("id"), new Vocabulary(request.audit(sessions)));
    }
}
