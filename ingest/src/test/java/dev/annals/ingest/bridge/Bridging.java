package dev.annals.ingest.bridge;

import dev.annals.codec.ChangeAvro;
import dev.annals.codec.Limits;
import dev.annals.ingest.mapping.Mapping;
import dev.annals.ingest.mapping.MappingFile;
import dev.annals.ingest.mapping.SourceRecord;
import dev.annals.ingest.mapping.WireValue;
import dev.annals.model.ChangeEvent;
import dev.annals.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A bridge without its Kafka: records go in one by one, and what it would send comes out. */
public final class Bridging {
    private final RecordReaders readers;
    private final Arrivals arrivals = new Arrivals(64 << 20);
    private final Finishing finishing = new Finishing(arrivals);
    private final List<ChangeEvent> events = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private long sequence;
    private long now;

    public Bridging(String mapping) {
        Mapping parsed = MappingFile.parse("test", mapping);
        readers = new RecordReaders(parsed, WireValue.JSON);
    }

    public Bridging add(SourceRecord record) {
        arrivals.add(readers.read(record, sequence++), now);
        release();
        return this;
    }

    public Bridging later(Duration wait) {
        now += wait.toNanos();
        release();
        return this;
    }

    /** What came out so far, and no more is held back. */
    public List<ChangeEvent> events() {
        return List.copyOf(events);
    }

    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    public boolean isEmpty() {
        return arrivals.isEmpty();
    }

    private void release() {
        for (Arrivals.Group group : arrivals.release(now)) {
            for (Outgoing outgoing : finishing.finish(group)) {
                if (outgoing.refused()) {
                    outgoing.headers().stream()
                            .filter(header -> header.key().equals(Topics.REFUSED_HEADER))
                            .forEach(header -> refusals.add(new String(header.value(), StandardCharsets.UTF_8)));
                } else {
                    events.add(new ChangeAvro(Limits.DEFAULT)
                            .decode(Objects.requireNonNull(outgoing.value()))
                            .orElseThrow());
                }
            }
        }
    }
}
