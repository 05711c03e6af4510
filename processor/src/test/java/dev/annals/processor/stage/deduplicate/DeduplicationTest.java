package dev.annals.processor.stage.deduplicate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.ChangeJson;
import dev.annals.codec.Limits;
import dev.annals.model.ChangeEvent;
import dev.annals.processor.stage.deduplicate.Deduplication.Fingerprint;
import dev.annals.processor.stage.deduplicate.Deduplication.Layer;
import dev.annals.processor.stage.deduplicate.Deduplication.Verdict;
import dev.annals.processor.stage.memory.LayeredMemory;
import dev.annals.processor.stage.memory.MemoryByteStore;
import dev.annals.processor.stage.memory.MemoryLayer;
import dev.annals.redact.RedactionKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeduplicationTest {
    private static final RedactionKey KEY = RedactionKey.of(new byte[RedactionKey.LENGTH]);
    private static final long DAY = 86_400_000;

    private final MemoryByteStore store = new MemoryByteStore();

    @Test
    void theSameKeyIsADuplicateWithTheSameBodyAndAConflictWithAnother() {
        Deduplication deduplication = opened(List.of(MemoryLayer.current(0, DAY)), DigestLengths.CURRENT);
        Fingerprint first = fingerprint(deduplication, "1", "body");
        assertThat(deduplication.verdict(first, 1000, false)).isEqualTo(Verdict.FIRST);

        deduplication.remember(first, 1000, false);

        assertThat(deduplication.verdict(fingerprint(deduplication, "1", "body"), 2000, false))
                .isEqualTo(Verdict.DUPLICATE);
        assertThat(deduplication.verdict(fingerprint(deduplication, "1", "other"), 2000, false))
                .isEqualTo(Verdict.CONFLICT);
        assertThat(deduplication.verdict(fingerprint(deduplication, "2", "body"), 2000, false))
                .isEqualTo(Verdict.FIRST);
        assertThat(deduplication.verdict(first, 1000 + DAY, false)).isEqualTo(Verdict.FIRST);
    }

    @Test
    void eventsOfAnEarlierReleaseAreFoundUnderTheirLongerDigests() {
        Deduplication earlier = opened(List.of(MemoryLayer.current(0, DAY)), DigestLengths.EARLIER);
        earlier.remember(fingerprint(earlier, "1", "body"), 1000, false);

        Deduplication now = opened(
                List.of(MemoryLayer.current(1, DAY), MemoryLayer.current(0, DAY).endedAt(2000)),
                DigestLengths.CURRENT,
                DigestLengths.EARLIER);
        now.remember(fingerprint(now, "2", "body"), 3000, false);

        assertThat(now.verdict(fingerprint(now, "1", "body"), 4000, false)).isEqualTo(Verdict.DUPLICATE);
        assertThat(now.verdict(fingerprint(now, "1", "other"), 4000, false)).isEqualTo(Verdict.CONFLICT);
        assertThat(now.verdict(fingerprint(now, "2", "body"), 4000, false)).isEqualTo(Verdict.DUPLICATE);
        assertThat(now.verdict(fingerprint(now, "3", "body"), 4000, false)).isEqualTo(Verdict.FIRST);
    }

    private Deduplication opened(List<MemoryLayer> layers, DigestLengths... lengths) {
        return new Deduplication(
                new LayeredMemory(store, layers),
                List.of(lengths).stream().map(each -> new Layer(KEY, each)).toList(),
                new Replays(new MemoryByteStore()));
    }

    private static Fingerprint fingerprint(Deduplication deduplication, String id, String body) {
        ChangeEvent event = new ChangeJson(Limits.DEFAULT)
                .decode(("{\"id\":\"" + id + "\",\"source\":\"test\",\"time\":\"2026-01-31T12:00:00Z\","
                                + "\"object\":{\"type\":\"host\",\"id\":\"1\"}}")
                        .getBytes(UTF_8))
                .orElseThrow();
        return deduplication.fingerprint(event, body.getBytes(UTF_8));
    }
}
