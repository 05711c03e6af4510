package dev.annals.processor.index;

/**
 * Turns an open chunk of a tenant, once it is full, into finished postings.
 *
 * <p>That takes several batches, since a chunk may have very many terms. Nobody sees the pieces until the last batch says that the chunk is
 * sealed and removes the open one; a process that dies in between does it all again.
 */
final class Sealer {
    private final Database database;

    Sealer(Database database) {
        this.database = database;
    }

    /**
     * Writes the finished postings of a chunk to which nothing more will be added.
     *
     * @param check throws, every now and then asked, when it need not go on
     */
    void writeSealed(int tenant, int chunk, Runnable check) {
        byte[] prefix = Keys.openPrefix(tenant, chunk);
        Batch batch = new Batch(database);
        try (Cursor cursor = new Cursor(database, null, Family.OPEN, prefix, TermRange.afterPrefix(prefix), check)) {
            for (boolean on = cursor.start(false); on; on = cursor.step(false)) {
                putSealed(cursor.key(), cursor.value(), batch);
            }
            database.write(batch);
        }
    }

    /** Adds the finished form of one term's part of a chunk to a batch, which may write what it has. */
    static void putSealed(byte[] openKey, byte[] open, Batch batch) {
        batch.put(Family.POSTINGS, Keys.sealed(openKey), ChunkCodec.seal(open));
        batch.spill();
    }

    /** Removes the open form of a chunk, in the batch that says that it is sealed. */
    void removeOpen(int tenant, int chunk, Batch batch) {
        byte[] prefix = Keys.openPrefix(tenant, chunk);
        batch.deleteRange(Family.OPEN, prefix, Keys.after(prefix));
    }
}
