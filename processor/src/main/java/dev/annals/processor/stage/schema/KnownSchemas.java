package dev.annals.processor.stage.schema;

import dev.annals.codec.Decoded;
import dev.annals.codec.RegisteredSchema;
import dev.annals.codec.RegisteredSchemas;
import dev.annals.model.Reject.Reason;
import dev.annals.processor.stage.epoch.LogAhead;
import dev.annals.processor.stage.memory.ByteStore;
import dev.annals.registry.SchemaRecord;
import dev.annals.registry.SchemaVerdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of a partition, by id. The first change that has an id decides what is made of it, and that is written on the log in the same transaction; so whoever reads the log again finds it
 * there, behind the change, and asks no registry. For one thread.
 *
 * <pre>
 *   known by the state? ──no──► said on the log further on? ──no──► the registry says
 * </pre>
 */
public final class KnownSchemas {
    /** Beside the tenants, no name of which has a control character: this byte and the id. */
    private static final byte KEY = 3;

    private static final int MOST_IN_MEMORY = 1000;
    private static final int MOST_TOLD = 100_000;

    private final ByteStore store;
    private final LogAhead ahead;
    private final SchemaSource source;
    private final boolean replay;
    private final Map<Integer, RegisteredSchema> parsed = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable Fresh fresh;

    /**
     * What was found out for the change at hand.
     *
     * @param onLog whether the log says so further on
     */
    public record Fresh(int id, SchemaVerdict verdict, boolean onLog) {}

    /**
     * The schemas that a store has.
     *
     * @param replay whether the log is read again: then nobody is asked that is not the log
     */
    public KnownSchemas(ByteStore store, LogAhead ahead, SchemaSource source, boolean replay) {
        this.store = store;
        this.ahead = ahead;
        this.source = source;
        this.replay = replay;
    }

    /** The ids whose schemas the store has, a bounded number of them. */
    public List<Integer> ids() {
        return store.keys(new byte[] {KEY}, new byte[] {KEY + 1}, MOST_TOLD).stream()
                .map(key -> ByteBuffer.wrap(key, 1, Integer.BYTES).getInt())
                .toList();
    }

    /** The schema of an id that the change at an offset has, or why there is none. */
    public Decoded<RegisteredSchema> of(int partition, long offset, int id) {
        @Nullable RegisteredSchema known = parsed.get(id);
        if (known != null) {
            return new Decoded.Accepted<>(known);
        }
        byte[] saved = store.get(key(id));
        if (saved != null) {
            return new Decoded.Accepted<>(parse(id, new String(saved, StandardCharsets.UTF_8)));
        }
        Fresh found = find(partition, offset, id);
        fresh = found;
        return found.verdict()
                .fold(
                        schema -> new Decoded.Accepted<>(parse(id, schema.schema())),
                        refused -> new Decoded.Refused<>(Reason.UNKNOWN_SCHEMA, refused.sentence()));
    }

    private Fresh find(int partition, long offset, int id) {
        Optional<SchemaRecord> said = ahead.schema(partition, offset, id);
        if (said.isPresent()) {
            return new Fresh(id, said.get().verdict(), true);
        }
        return replay
                // A log from before schemas were written on it, whose frames were refused.
                ? new Fresh(id, new SchemaVerdict.Refused(RegisteredSchemas.NO_REGISTRY), true)
                : new Fresh(id, source.verdict(partition, offset, id), false);
    }

    /** What was found out since the last call, and must be kept and written on the log; empty when nothing was. */
    public Optional<Fresh> takeFresh() {
        Optional<Fresh> taken = Optional.ofNullable(fresh);
        fresh = null;
        return taken;
    }

    /** Keeps a schema. An id never changes what it stands for, so the first one holds. */
    public void keep(int partition, int id, SchemaVerdict verdict) {
        if (verdict instanceof SchemaVerdict.Known known && store.get(key(id)) == null) {
            store.put(key(id), known.schema().getBytes(StandardCharsets.UTF_8));
            source.know(partition, id);
        }
    }

    private RegisteredSchema parse(int id, String text) {
        RegisteredSchema schema = RegisteredSchema.of(text);
        parsed.put(id, schema);
        if (parsed.size() > MOST_IN_MEMORY) {
            parsed.remove(parsed.keySet().iterator().next());
        }
        return schema;
    }

    private static byte[] key(int id) {
        return ByteBuffer.allocate(1 + Integer.BYTES).put(KEY).putInt(id).array();
    }
}
