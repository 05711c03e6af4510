package dev.annals.processor.stage.group;

import dev.annals.model.CommitObject;
import dev.annals.processor.stage.memory.ByteStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Open commits as bytes in a store. A commit is a head, which is rewritten at every change, and chunks of members and objects that no longer change. So
 * the head stays small, and no byte is written more than a bounded number of times.
 *
 * <p>Keys: {@code 0, id} for the head and {@code 1, id, chunk} for a chunk, where the id is that of the commit's first activity's offset.
 */
final class OpenCommitStore {
    private static final int CHUNK_MEMBERS = 64;
    private static final int CHUNK_OBJECTS = 32;
    private static final byte HEAD = 0;
    private static final byte CHUNK = 1;
    private static final int PAGE = 1000;

    private final ByteStore store;

    OpenCommitStore(ByteStore store) {
        this.store = store;
    }

    /** Everything that is saved, in order. */
    OpenCommits load() {
        List<OpenCommit> commits = new ArrayList<>();
        byte[] from = {HEAD};
        byte[] to = {CHUNK};
        List<byte[]> page;
        do {
            page = store.keys(from, to, PAGE);
            for (byte[] key : page) {
                commits.add(load(key));
                // The least key after this one.
                from = ByteBuffer.allocate(key.length + 1).put(key).array();
            }
        } while (page.size() == PAGE);
        commits.sort(Comparator.comparingLong(OpenCommit::lastOffset));
        OpenCommits open = new OpenCommits();
        commits.forEach(open::putLast);
        return open;
    }

    private OpenCommit load(byte[] key) {
        long id = ByteBuffer.wrap(key, 1, Long.BYTES).getLong();
        return OpenCommitCodec.read(id, present(key), chunk -> present(chunkKey(id, chunk)));
    }

    private byte[] present(byte[] key) {
        byte[] value = store.get(key);
        if (value == null) {
            throw new IllegalStateException(
                    "an open commit is saved in part only; the store was changed by something else than Annals");
        }
        return value;
    }

    /** Saves what changed since it was saved last. */
    void save(OpenCommit commit) {
        OpenCommit.Saved saved = commit.saved;
        if (!saved.any) {
            saved.any = true;
            saved.id = commit.lastOffset();
            saved.beginning = OpenCommitCodec.beginning(commit);
        }
        List<Long> members =
                commit.members().subList(saved.members, commit.members().size());
        List<CommitObject> objects =
                commit.objects().subList(saved.objects, commit.objects().size());
        if (members.size() >= CHUNK_MEMBERS || objects.size() >= CHUNK_OBJECTS) {
            store.put(chunkKey(saved.id, saved.chunks), OpenCommitCodec.chunk(members, objects));
            saved.chunks++;
            saved.members = commit.members().size();
            saved.objects = commit.objects().size();
        }
        store.put(headKey(saved.id), OpenCommitCodec.head(commit));
    }

    /** Removes whatever is saved. */
    void remove(OpenCommit commit) {
        OpenCommit.Saved saved = commit.saved;
        if (saved.any) {
            store.delete(headKey(saved.id));
            for (int chunk = 0; chunk < saved.chunks; chunk++) {
                store.delete(chunkKey(saved.id, chunk));
            }
        }
    }

    private static byte[] headKey(long id) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(HEAD).putLong(id).array();
    }

    private static byte[] chunkKey(long id, int chunk) {
        return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES)
                .put(CHUNK)
                .putLong(id)
                .putInt(chunk)
                .array();
    }
}
