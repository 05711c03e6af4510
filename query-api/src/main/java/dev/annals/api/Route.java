package dev.annals.api;

import java.util.ArrayList;
import java.util.List;

/**
 * One method of one path.
 *
 * @param template the path with {@code {name}} for segments that vary; one that ends in a slash also gets a redirect from the form without
 * @param summary what it gives, for the API's description
 * @param parameters query parameters, for the API's description
 * @param bodyBytes most bytes of a body, unpacked; a longer one is refused before it is read
 * @param prompt whether it is answered at once on the server's own threads, whatever else the server has to do; such an endpoint never waits
 */
public record Route(
        String method,
        String template,
        Access access,
        String summary,
        List<Parameter> parameters,
        int bodyBytes,
        boolean prompt,
        Endpoint endpoint) {
    /** Most bytes of a body on a route that says nothing of bodies. */
    public static final int BODY_BYTES = 64 * 1024;

    /** A query parameter for the API's description. */
    public record Parameter(String name, String description) {}

    public Route {
        parameters = List.copyOf(parameters);
    }

    /** A route that readers may use. */
    public static Route get(String template, String summary, Endpoint endpoint) {
        return new Route("GET", template, Access.READ, summary, List.of(), BODY_BYTES, false, endpoint);
    }

    /** A route that those may use who bring events in. */
    public static Route post(String template, String summary, Endpoint endpoint) {
        return new Route("POST", template, Access.INGEST, summary, List.of(), BODY_BYTES, false, endpoint);
    }

    /** A DELETE. */
    public static Route delete(String template, String summary, Endpoint endpoint) {
        return new Route("DELETE", template, Access.INGEST, summary, List.of(), BODY_BYTES, false, endpoint);
    }

    /** What readers get for OPTIONS in place of an empty body. */
    public static Route options(String template, String summary, Endpoint endpoint) {
        return new Route("OPTIONS", template, Access.READ, summary, List.of(), BODY_BYTES, false, endpoint);
    }

    /** The same route for another circle of callers. */
    public Route access(Access other) {
        return new Route(method, template, other, summary, parameters, bodyBytes, prompt, endpoint);
    }

    /** The same route with one more parameter described. */
    public Route parameter(String name, String description) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(new Parameter(name, description));
        return new Route(method, template, access, summary, more, bodyBytes, prompt, endpoint);
    }

    /** The same route with bodies of up to that many bytes. */
    public Route body(int mostBytes) {
        return new Route(method, template, access, summary, parameters, mostBytes, prompt, endpoint);
    }

    /** The same route, answered whatever else the server has to do. */
    public Route promptly() {
        return new Route(method, template, access, summary, parameters, bodyBytes, true, endpoint);
    }
}
