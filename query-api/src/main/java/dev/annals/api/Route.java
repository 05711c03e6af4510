package dev.annals.api;

/**
 * One method of one path. What it gives and takes is described in {@code openapi.json}, and a test fails while it is not.
 *
 * @param template the path with {@code {name}} for segments that vary; one that ends in a slash also gets a redirect from the form without
 * @param bodyBytes most bytes of a body, unpacked; a longer one is refused before it is read
 * @param prompt whether it is answered at once on the server's own threads, whatever else the server has to do; such an endpoint never waits
 */
public record Route(String method, String template, Access access, int bodyBytes, boolean prompt, Endpoint endpoint) {
    /** Most bytes of a body on a route that says nothing of bodies. */
    public static final int BODY_BYTES = 64 * 1024;

    /** A route that readers may use. */
    public static Route get(String template, Endpoint endpoint) {
        return new Route("GET", template, Access.READ, BODY_BYTES, false, endpoint);
    }

    /** A route that those may use who bring events in. */
    public static Route post(String template, Endpoint endpoint) {
        return new Route("POST", template, Access.INGEST, BODY_BYTES, false, endpoint);
    }

    /** A DELETE. */
    public static Route delete(String template, Endpoint endpoint) {
        return new Route("DELETE", template, Access.INGEST, BODY_BYTES, false, endpoint);
    }

    /** What readers get for OPTIONS in place of an empty body. */
    public static Route options(String template, Endpoint endpoint) {
        return new Route("OPTIONS", template, Access.READ, BODY_BYTES, false, endpoint);
    }

    /** The same route for another circle of callers. */
    public Route access(Access other) {
        return new Route(method, template, other, bodyBytes, prompt, endpoint);
    }

    /** The same route with bodies of up to that many bytes. */
    public Route body(int mostBytes) {
        return new Route(method, template, access, mostBytes, prompt, endpoint);
    }

    /** The same route, answered whatever else the server has to do. */
    public Route promptly() {
        return new Route(method, template, access, bodyBytes, true, endpoint);
    }
}
