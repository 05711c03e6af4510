package dev.annals.processor.stage;

import dev.annals.codec.Limits;
import dev.annals.epoch.EpochRecord;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Origin;
import dev.annals.model.Reject;
import dev.annals.processor.position.RecordPrint;
import dev.annals.redact.Redactor;
import dev.annals.registry.SchemaRecord;
import dev.annals.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the changes topic and its place. Nothing about it is trusted: any producer may have written it.
 *
 * @param recorded the timestamp that the log gave it, milliseconds
 * @param key absent when the producer gave none
 * @param value absent when the producer gave none
 */
public record LogRecord(
        String topic,
        int partition,
        long offset,
        long recorded,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers) {
    /** The largest value that is sent on, which leaves room for the key and our header. */
    static final int LARGEST_FORWARDED = Topics.LARGEST_CHANGE - 16 * 1024;

    private static final int LONGEST_PLACE = 64;

    /** Whether it is a tick. A change that merely bears the header is a change: nothing with content may be passed over. */
    boolean isTick() {
        boolean empty = key == null && (value == null || value.length <= Integer.BYTES);
        return empty && headers.lastHeader(Topics.TICK_HEADER) != null;
    }

    /** Whether it claims to be an epoch. A change that merely bears the header is a change, as with ticks. */
    boolean claimsEpoch() {
        return key == null
                && value != null
                && headers.lastHeader(Topics.EPOCH_HEADER) != null
                && EpochRecord.isClaimedBy(value);
    }

    /** Whether it claims to be what a registry said of a schema id. A change that merely bears the header is a change, as with ticks. */
    boolean claimsSchema() {
        return SchemaRecord.isClaimedBy(key, value, headers);
    }

    /** What becomes of a foreign record of which its reader says that it can be no change; empty for a change. Whoever forges the header refuses an event of their own. */
    Optional<Outcome> refusal(Redactor redactor) {
        Header header = headers.lastHeader(Topics.REFUSED_HEADER);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        String[] words = new String(header.value(), StandardCharsets.UTF_8).split(" ", 2);
        String detail = redactor.identity(words.length == 2 ? words[1] : "no reason was given");
        return Arrays.stream(Reject.Reason.values())
                .filter(reason -> reason.wireName().equals(words[0]))
                .findFirst()
                .map(reason -> new Outcome.Rejected(reason, detail, tenantByKey(), null, null));
    }

    /** Whether it fits into the changes topic again, under another key and without its headers. Compressed, it may have come with much more. */
    boolean canBeForwarded() {
        return value == null || value.length <= LARGEST_FORWARDED;
    }

    /** Whether it is the replay of a reject, as its sender says. */
    boolean isReplayed() {
        return headers.lastHeader(Topics.REPLAY_HEADER) != null;
    }

    /** The place of the reject that it is the replay of, as its sender says, when that can be a place; empty otherwise. */
    public Optional<Header> replayed() {
        return Optional.ofNullable(headers.lastHeader(Topics.REPLAY_HEADER))
                .filter(header -> header.value() != null && header.value().length <= LONGEST_PLACE);
    }

    /** Whether the processor has sent it here already. */
    boolean isForwarded() {
        return headers.lastHeader(Topics.FORWARDED_FROM_HEADER) != null;
    }

    /** The tenant to whom a record belongs that cannot be read: the key, when it may be one. */
    String tenantByKey() {
        if (key == null || key.length > Limits.TENANT) {
            return ChangeEvent.DEFAULT;
        }
        String text = new String(key, StandardCharsets.UTF_8);
        return Limits.isTenant(text) ? text : ChangeEvent.DEFAULT;
    }

    /** What it is recognised by at its offset. */
    RecordPrint print() {
        return RecordPrint.of(recorded, key, value);
    }

    Instant recordedAt() {
        return Instant.ofEpochMilli(recorded);
    }

    Origin origin(ChangeEvent event) {
        return new Origin(event.source(), event.id(), partition, offset, recordedAt());
    }
}
