package dev.annals.processor.index.state;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.annals.processor.index.disk.Keys.ByteKey;
import dev.annals.processor.index.state.TimeOrder.TimeBlock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * What one store keeps decoded in memory, bounded by weight. Safe for any number of threads.
 *
 * <p>Nothing in here ever becomes wrong: postings only grow at their end, so those up to one document serve for any later one (what is new is
 * added) and any earlier one (the rest is taken off); and time blocks never change under one id.
 */
public final class Caches {
    private static final int ENTRY_OVERHEAD_BYTES = 160;
    private static final int TIME_ENTRY_BYTES = 12;

    private final Cache<ByteKey, Postings> postings;
    private final Cache<BlockId, TimeEntries> times;

    /**
     * The documents of a term.
     *
     * @param upTo how many documents of the tenant have been looked at
     * @param numbers which of them carry the term
     */
    public record Postings(long upTo, RoaringBitmap numbers) {}

    private record BlockId(int tenant, long block) {}

    public Caches(long bytes) {
        postings = Caffeine.newBuilder()
                .maximumWeight(bytes - bytes / 4)
                .weigher((ByteKey key, Postings value) -> ENTRY_OVERHEAD_BYTES
                        + key.bytes().length
                        + value.numbers().getSizeInBytes())
                .executor(Runnable::run)
                .build();
        times = Caffeine.newBuilder()
                .maximumWeight(bytes / 4)
                .weigher((BlockId key, TimeEntries value) -> ENTRY_OVERHEAD_BYTES + TIME_ENTRY_BYTES * value.size())
                .executor(Runnable::run)
                .build();
    }

    @Nullable
    public Postings postings(ByteKey key) {
        return postings.getIfPresent(key);
    }

    public void keep(ByteKey key, Postings read) {
        postings.asMap().merge(key, read, (a, b) -> a.upTo() >= b.upTo() ? a : b);
    }

    public TimeEntries entries(int tenant, TimeBlock block, Supplier<byte @Nullable []> stored) {
        if (block.resident() != null) {
            return block.resident();
        }
        BlockId id = new BlockId(tenant, block.id());
        TimeEntries known = times.getIfPresent(id);
        if (known == null) {
            byte[] bytes = stored.get();
            if (bytes == null) {
                throw new IllegalStateException("the entries of time block " + block.id()
                        + " are missing; the index is damaged: remove its directory and it is built again");
            }
            known = TimeEntries.fromBytes(bytes);
            times.put(id, known);
        }
        return known;
    }
}
