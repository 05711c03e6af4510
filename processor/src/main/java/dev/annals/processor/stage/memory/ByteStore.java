package dev.annals.processor.stage.memory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An ordered map of bytes that outlives the process: what a stage needs of a state store. For one thread. Keys order as unsigned bytes. */
public interface ByteStore {
    /** The value of a key; {@code null} when there is none. The caller must not change it. */
    byte @Nullable [] get(byte[] key);

    /** Sets the value of a key. Neither array may be changed afterwards. */
    void put(byte[] key, byte[] value);

    /** Removes a key, which need not be there. */
    void delete(byte[] key);

    /** The first keys in [from, to), at most {@code most}. */
    List<byte[]> keys(byte[] from, byte[] to, int most);
}
