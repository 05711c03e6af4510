package dev.annals.api;

import dev.annals.query.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why a request is not answered as asked: the one way in which the server and every dialect refuse. Each kind has its status here;
 * the dialect that owns the path finds the words. Read this file and you know every failure that a client can see.
 */
public sealed interface Failure extends Reply {
    /** The status of HTTP. */
    int status();

    /** The failure in one English sentence, for products that have no words of their own for it. */
    String sentence();

    /** Headers that go with the failure whichever dialect words it. */
    default Map<String, String> headers() {
        return Map.of();
    }

    /** What a caller makes of the failure by its kind. */
    <R> R fold(Cases<R> cases);

    @Override
    default Content content(Dialect dialect, Request request) {
        Dialect.Words words = dialect.words(this, request);
        Map<String, String> all = new LinkedHashMap<>(headers());
        all.putAll(words.headers());
        return new Content(status(), all, words.body());
    }

    /** The failure that an answer without a value stands for. */
    static Failure of(Answer<?> answer) {
        return answer.fold(
                ready -> {
                    throw new IllegalArgumentException("the answer is ready (expected: one without a value)");
                },
                notReady -> new NotReady(notReady.reason(), notReady.retryAfter(), notReady.crowded()),
                tooExpensive -> new TooExpensive(tooExpensive.reason()));
    }

    /** One method a kind: a further kind breaks every caller that tells all of them apart. */
    interface Cases<R> {
        R unauthenticated(Unauthenticated failure);

        R forbidden(Forbidden failure);

        R noSuchPath(NoSuchPath failure);

        R notFound(NotFound failure);

        R methodNotAllowed(MethodNotAllowed failure);

        R notAcceptable(NotAcceptable failure);

        R badRequest(BadRequest failure);

        R malformed(Malformed failure);

        R unfit(Unfit failure);

        R tooLarge(TooLarge failure);

        R notTaken(NotTaken failure);

        R notReady(NotReady failure);

        R tooExpensive(TooExpensive failure);

        R unexpected(Unexpected failure);
    }

    /**
     * One thing in a request that does not fit.
     *
     * @param name the parameter; empty when it is not about one
     * @param submitted what was sent, as it was sent
     * @param expected what is expected there, in the notation of the product; empty when the error says it
     * @param error what does not fit, one sentence
     */
    record Flaw(String name, String submitted, String expected, String error) {}

    /** No credentials, or none that are known. */
    record Unauthenticated(boolean tokenGiven) implements Failure {
        @Override
        public int status() {
            return 401;
        }

        @Override
        public String sentence() {
            return tokenGiven
                    ? "The token is not known or was revoked."
                    : "Credentials are required: send Authorization: Bearer TOKEN.";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("WWW-Authenticate", "Bearer realm=\"annals\"");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.unauthenticated(this);
        }
    }

    /** The caller is known and may not do this. */
    record Forbidden(String reason) implements Failure {
        @Override
        public int status() {
            return 403;
        }

        @Override
        public String sentence() {
            return reason;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.forbidden(this);
        }
    }

    /** No route has this path. */
    record NoSuchPath() implements Failure {
        @Override
        public int status() {
            return 404;
        }

        @Override
        public String sentence() {
            return "There is nothing at this path.";
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.noSuchPath(this);
        }
    }

    /** The path is there; what it names is not. */
    record NotFound(String detail) implements Failure {
        @Override
        public int status() {
            return 404;
        }

        @Override
        public String sentence() {
            return detail;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.notFound(this);
        }
    }

    /** The path is there, the method is not. */
    record MethodNotAllowed(String method, List<String> allowed) implements Failure {
        @Override
        public int status() {
            return 405;
        }

        @Override
        public String sentence() {
            return "Method " + method + " is not allowed here (expected: " + String.join(", ", allowed) + ").";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Allow", String.join(", ", allowed));
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.methodNotAllowed(this);
        }
    }

    /** No form in which there is an answer is one that the client takes. */
    record NotAcceptable(String detail) implements Failure {
        @Override
        public int status() {
            return 406;
        }

        @Override
        public String sentence() {
            return detail;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.notAcceptable(this);
        }
    }

    /** The request cannot be understood. */
    record BadRequest(String detail) implements Failure {
        @Override
        public int status() {
            return 400;
        }

        @Override
        public String sentence() {
            return detail;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.badRequest(this);
        }
    }

    /** What was sent as JSON is none. */
    record Malformed(String error) implements Failure {
        @Override
        public int status() {
            return 400;
        }

        @Override
        public String sentence() {
            return "The request is not valid JSON: " + error;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.malformed(this);
        }
    }

    /** The request can be read, and something in it does not fit; at least one flaw. */
    record Unfit(List<Flaw> flaws) implements Failure {
        public Unfit {
            flaws = List.copyOf(flaws);
        }

        /** One thing that does not fit. */
        public static Unfit of(String submitted, String expected, String error) {
            return new Unfit(List.of(new Flaw("", submitted, expected, error)));
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String sentence() {
            return flaws.stream().map(Flaw::error).collect(Collectors.joining(" "));
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.unfit(this);
        }
    }

    /** The body is larger than is read. */
    record TooLarge(long limitBytes) implements Failure {
        @Override
        public int status() {
            return 413;
        }

        @Override
        public String sentence() {
            return "The body is over the limit of " + limitBytes + " bytes.";
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.tooLarge(this);
        }
    }

    /**
     * The request cannot be taken as it came over the wire: its body is late, broken or in an unknown coding, its head is not
     * HTTP, or the server has no room for it. Its status is 4xx or 5xx.
     */
    record NotTaken(int status, String detail, Map<String, String> headers) implements Failure {
        /** Without further headers. */
        public NotTaken(int status, String detail) {
            this(status, detail, Map.of());
        }

        @Override
        public String sentence() {
            return detail;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.notTaken(this);
        }
    }

    /**
     * The view is being built or moved, or the service has too much to do.
     *
     * @param crowded whether it is the load, which those that ask again at once would add to
     */
    record NotReady(String reason, Duration retryAfter, boolean crowded) implements Failure {
        /** For another reason than the load. */
        public NotReady(String reason, Duration retryAfter) {
            this(reason, retryAfter, false);
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String sentence() {
            return reason;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.notReady(this);
        }
    }

    /** The question by itself asks for more than one question may have. */
    record TooExpensive(String reason) implements Failure {
        @Override
        public int status() {
            return 422;
        }

        @Override
        public String sentence() {
            return reason;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.tooExpensive(this);
        }
    }

    /** A defect of Annals; the server's log has the cause under this reference. */
    record Unexpected(String reference) implements Failure {
        @Override
        public int status() {
            return 500;
        }

        @Override
        public String sentence() {
            return "An unexpected error; the server's log has it under " + reference + ".";
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.unexpected(this);
        }
    }
}
