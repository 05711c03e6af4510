package dev.annals.processor.index.write;

import dev.annals.processor.index.disk.Batch;
import dev.annals.processor.index.disk.ChunkCodec;
import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.disk.Family;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.entry.TermRange;

/**
 * Turns what is open of a full chunk into finished postings.
 *
 * <p>That takes several batches, since a chunk may have very many terms. The last one says that the chunk is sealed and removes the open form.
 * Until then documents may be found in both forms, which changes no answer; and a process that dies in between does it all again.
 */
public final class Sealer {
    private final Database database;

    public Sealer(Database database) {
        this.database = database;
    }

    /**
     * Writes the finished form of what is open of a chunk to which nothing more will be added.
     *
     * @param check throws, every now and then asked, when it need not go on
     * @return whether anything was open
     */
    public boolean writeSealed(int tenant, int chunk, Runnable check) {
        byte[] prefix = Keys.openPrefix(tenant, chunk);
        Batch batch = new Batch(database);
        try (Cursor cursor = new Cursor(database, null, Family.OPEN, prefix, TermRange.afterPrefix(prefix), check)) {
            boolean any = cursor.start(false);
            for (boolean on = any; on; on = cursor.step(false)) {
                putSegment(cursor.key(), cursor.value(), batch);
            }
            database.write(batch);
            return any;
        }
    }

    /** Adds a segment, the finished form of some documents of an open key, to a batch, which may write what it has. */
    static void putSegment(byte[] openKey, byte[] numbers, Batch batch) {
        // No document is written twice, so no two segments of a term have the same first one.
        byte[] key = Keys.postingsOfOpen(openKey, ChunkCodec.firstLow(numbers));
        batch.put(Family.POSTINGS, key, ChunkCodec.seal(numbers));
        batch.spill();
    }

    /** Removes the open form of a chunk, in the batch that says that it is sealed. */
    void removeOpen(int tenant, int chunk, Batch batch) {
        byte[] prefix = Keys.openPrefix(tenant, chunk);
        batch.deleteRange(Family.OPEN, prefix, Keys.after(prefix));
    }
}
