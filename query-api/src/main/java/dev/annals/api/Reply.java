package dev.annals.api;

import dev.annals.query.Answer;
import dev.annals.query.Page;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What an endpoint gives back. */
public sealed interface Reply permits Reply.Content, Reply.Moved, Reply.Events, Failure {
    /** The header that says up to which offset of the log an answer speaks. */
    String POSITION = "Annals-Position";

    /**
     * The answer that the client gets.
     *
     * @param dialect whose words failures are put into
     */
    Content content(Dialect dialect, Request request);

    /** An answer with a body; also a refusal that a dialect words by itself. */
    record Content(int status, Map<String, String> headers, Body body) implements Reply {
        @Override
        public Content content(Dialect dialect, Request request) {
            return this;
        }

        /** The same answer with one more header. */
        public Content with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Content(status, more, body);
        }

        /** The same answer, saying up to which offset of the log it speaks. */
        public Content at(Page<?> page) {
            return with(POSITION, Long.toString(page.position()));
        }
    }

    /** The resource has moved to another path of this server for good (301). */
    record Moved(String location) implements Reply {
        @Override
        public Content content(Dialect dialect, Request request) {
            return new Content(301, Map.of("Location", location), Body.empty());
        }
    }

    /** An answer that goes on as things happen: server-sent events, by the WHATWG's HTML standard. */
    record Events(Feed feed) implements Reply {
        /** The head of the answer; what follows it is for the exchange to send. */
        @Override
        public Content content(Dialect dialect, Request request) {
            // Nginx would hold events back until its buffer is full.
            return Reply.ok(Body.text("text/event-stream", ""))
                    .with("Cache-Control", "no-store")
                    .with("X-Accel-Buffering", "no");
        }
    }

    /** 200. */
    static Content ok(Body body) {
        return status(200, body);
    }

    /** An answer of that status. */
    static Content status(int status, Body body) {
        return new Content(status, Map.of(), body);
    }

    /** What a reader's answer becomes: its value rendered, or the failure that says why there is none. */
    static <T> Reply of(Answer<T> answer, Function<T, Reply> render) {
        return answer.<Reply>fold(
                ready -> render.apply(ready), notReady -> Failure.of(answer), tooExpensive -> Failure.of(answer));
    }
}
