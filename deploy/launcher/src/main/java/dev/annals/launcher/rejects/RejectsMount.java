package dev.annals.launcher.rejects;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.api.Access;
import dev.annals.api.Body;
import dev.annals.api.Caller;
import dev.annals.api.Failure;
import dev.annals.api.Mount;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import dev.annals.codec.RegisteredSchemas;
import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.ingest.publish.LogPosition;
import dev.annals.launcher.rejects.RejectReplay.Sending;
import dev.annals.model.Json;
import dev.annals.model.Reject;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Rejects over HTTP, for administrators: their list, each with the bytes of its record, and its replay. */
public final class RejectsMount implements Mount {
    private static final String LIST = "/annals/v1/rejects";
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 500;
    private static final int MOST_PATCH_BYTES = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final RejectLog log;
    private final RejectReplay replay;

    /**
     * The routes over the topics of a Kafka.
     *
     * @param client settings of Kafka clients
     * @param schemas for records that are to be patched and are in Confluent's wire format
     */
    public RejectsMount(
            String bootstrap,
            Map<String, String> client,
            Topics topics,
            ChangePublisher publisher,
            RegisteredSchemas schemas) {
        this.log = new RejectLog(bootstrap, client, topics);
        this.replay = new RejectReplay(publisher, schemas);
    }

    @Override
    public void mount(Routes routes) {
        routes.add(Route.get(LIST, request -> guarded(() -> list(request))).access(Access.ADMIN));
        routes.add(Route.get(LIST + "/{id}", request -> guarded(() -> show(request)))
                .access(Access.ADMIN));
        routes.add(Route.post(LIST + "/{id}/replay", request -> guarded(() -> replay(request)))
                .access(Access.ADMIN)
                .body(MOST_PATCH_BYTES));
    }

    /** Answers while Kafka does. */
    private static Reply guarded(java.util.function.Supplier<Reply> answer) {
        try {
            return answer.get();
        } catch (KafkaException e) {
            return new Failure.NotReady("Kafka does not answer", RETRY_AFTER);
        }
    }

    private Reply list(Request request) {
        Optional<String> limit = request.query().last("limit");
        if ((limit.isPresent() && !limit.get().matches("[1-9]\\d{0,2}"))
                || Integer.parseInt(limit.orElse("1")) > MOST) {
            return new Failure.BadRequest("limit: expected a whole number from 1 to " + MOST + ".");
        }
        Optional<String> before = request.query().last("before");
        Optional<RejectLog.Cursor> cursor = before.flatMap(text -> RejectLog.Cursor.parse(text, log.partitions()));
        if (before.isPresent() && cursor.isEmpty()) {
            return new Failure.BadRequest("before: expected the value that an answer gave under next.");
        }
        Optional<String> reason = request.query().last("reason");
        if (reason.isPresent()
                && Arrays.stream(Reject.Reason.values())
                        .noneMatch(known -> known.wireName().equals(reason.get()))) {
            return new Failure.BadRequest("reason: expected one of "
                    + Arrays.stream(Reject.Reason.values())
                            .map(Reject.Reason::wireName)
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        Optional<String> source = request.query().last("source");
        Predicate<Reject> wanted =
                reject -> reason.map(reject.reason().wireName()::equals).orElse(true)
                        && source.map(name -> name.equals(reject.source())).orElse(true);
        RejectLog.Listing listing = log.newest(
                tenant(request), wanted, cursor, limit.map(Integer::parseInt).orElse(DEFAULT_LIMIT));
        return Reply.ok(Body.json(json -> write(json, listing)));
    }

    /** The tenant whose rejects are meant: the caller's or the one it names; null for all. */
    private static @Nullable String tenant(Request request) {
        return request.caller()
                .map(Caller::tenant)
                .or(() -> request.header(Request.TENANT_HEADER))
                .orElse(null);
    }

    private Optional<RejectLog.Found> find(Request request) {
        @Nullable String tenant = tenant(request);
        return RejectId.parse(request.segment("id"))
                .flatMap(log::at)
                .filter(found -> tenant == null || tenant.equals(found.reject().tenant()));
    }

    private Reply show(Request request) {
        Optional<RejectLog.Found> found = find(request);
        if (found.isEmpty()) {
            return none();
        }
        Optional<ConsumerRecord<byte[], byte[]>> record = log.change(found.get().reject());
        return Reply.ok(Body.json(json -> {
            json.writeStartObject();
            fields(json, found.get());
            if (record.isPresent()) {
                json.writeObjectFieldStart("record");
                bytes(json, "key", record.get().key());
                bytes(json, "value", record.get().value());
                json.writeArrayFieldStart("headers");
                for (Header header : record.get().headers()) {
                    json.writeStartObject();
                    json.writeStringField("name", header.key());
                    bytes(json, "value", header.value());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            } else {
                json.writeNullField("record");
            }
            json.writeEndObject();
        }));
    }

    private Reply replay(Request request) {
        Optional<RejectLog.Found> found = find(request);
        if (found.isEmpty()) {
            return none();
        }
        @Nullable ObjectNode patch = null;
        if (request.body().length > 0) {
            try {
                patch = Json.tree(request.text()) instanceof ObjectNode object ? object : null;
            } catch (JsonProcessingException e) {
                patch = null;
            }
            if (patch == null) {
                return new Failure.BadRequest("The body is no merge patch (expected: a JSON object, or no body).");
            }
        }
        Optional<ConsumerRecord<byte[], byte[]>> record = log.change(found.get().reject());
        if (record.isEmpty()) {
            return Reply.status(410, Body.detail("The record of this reject is on its topic no more."));
        }
        @Nullable String only = request.caller().map(Caller::tenant).orElse(null);
        Sending sending = replay.send(found.get(), record.get(), patch, only);
        return sending instanceof Sending.Sent sent
                ? acknowledged(found.get(), sent)
                : Reply.status(422, Body.detail("Nothing was sent: " + ((Sending.Refused) sending).sentence() + "."));
    }

    private static Reply acknowledged(RejectLog.Found found, Sending.Sent sent) {
        try {
            LogPosition position = sent.position().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Reply.status(202, Body.json(json -> {
                json.writeStartObject();
                json.writeStringField("replayed", found.id().toString());
                json.writeStringField("tenant", sent.tenant());
                json.writeObjectFieldStart("position");
                json.writeNumberField("partition", position.partition());
                json.writeNumberField("offset", position.offset());
                json.writeEndObject();
                json.writeEndObject();
            }));
        } catch (ExecutionException | TimeoutException e) {
            return new Failure.NotReady("the log does not take events just now", RETRY_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Failure.NotReady("the service is stopping", RETRY_AFTER);
        }
    }

    private static Reply none() {
        return Reply.status(404, Body.detail("There is no such reject (expected: an id from the list, such as 0-17)."));
    }

    private static void write(JsonGenerator json, RejectLog.Listing listing) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("rejects");
        for (RejectLog.Found found : listing.rejects()) {
            json.writeStartObject();
            fields(json, found);
            json.writeEndObject();
        }
        json.writeEndArray();
        if (listing.next().isPresent()) {
            json.writeStringField("next", listing.next().get().toString());
        }
        json.writeEndObject();
    }

    private static void fields(JsonGenerator json, RejectLog.Found found) throws IOException {
        Reject reject = found.reject();
        json.writeStringField("id", found.id().toString());
        json.writeStringField("reason", reject.reason().wireName());
        json.writeStringField("detail", reject.detail());
        json.writeStringField("tenant", reject.tenant());
        for (Map.Entry<String, Optional<String>> field : List.of(
                Map.entry("source", Optional.ofNullable(reject.source())),
                Map.entry("event_id", Optional.ofNullable(reject.eventId())))) {
            if (field.getValue().isPresent()) {
                json.writeStringField(field.getKey(), field.getValue().get());
            }
        }
        json.writeStringField("topic", reject.topic());
        json.writeNumberField("partition", reject.partition());
        json.writeNumberField("offset", reject.offset());
        json.writeStringField("recorded", reject.recorded().toString());
    }

    /** Bytes as they are, and as text when they are text. */
    private static void bytes(JsonGenerator json, String name, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            json.writeNullField(name + "_base64");
            return;
        }
        json.writeStringField(name + "_base64", Base64.getEncoder().encodeToString(bytes));
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
                json.writeStringField(name + "_text", text);
            }
        } catch (CharacterCodingException e) {
            // Not text: the bytes say all there is.
        }
    }
}
