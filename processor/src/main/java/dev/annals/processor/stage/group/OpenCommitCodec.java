package dev.annals.processor.stage.group;

import dev.annals.model.Actor;
import dev.annals.model.CommitObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The bytes of an open commit's head and chunks. They never leave this processor's own state, so no other release reads them but by their version. */
final class OpenCommitCodec {
    private static final int VERSION = 1;
    private static final int MICROS = 1000;

    private OpenCommitCodec() {}

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /** A run of members and objects. */
    static byte[] chunk(List<Long> members, List<CommitObject> objects) {
        return bytes(out -> writeRun(out, members, objects));
    }

    /** What never changes in a commit's head: its beginning. */
    static byte[] beginning(OpenCommit commit) {
        return bytes(out -> {
            out.writeByte(VERSION);
            writeKey(out, commit.key());
            Actor actor = commit.actor();
            if (actor != null) {
                writeText(out, actor.name());
                writeText(out, actor.username());
                writeText(out, actor.firstName());
                writeText(out, actor.lastName());
            }
            Long continues = commit.continues();
            out.writeLong(continues == null ? 0 : continues);
            out.writeLong(commit.earlierMembers());
        });
    }

    /** Everything about a commit but its saved chunks. */
    static byte[] head(OpenCommit commit) {
        return bytes(out -> {
            OpenCommit.Saved saved = commit.saved;
            out.write(saved.beginning);
            out.writeLong(commit.size());
            writeTime(out, commit.time());
            writeText(out, commit.ipAddress());
            out.writeLong(commit.lastOffset());
            out.writeLong(commit.lastRecorded());
            out.writeInt(saved.chunks);
            writeRun(
                    out,
                    commit.members().subList(saved.members, commit.members().size()),
                    commit.objects().subList(saved.objects, commit.objects().size()));
        });
    }

    /**
     * The commit of a head and its chunks.
     *
     * @throws IllegalStateException when the bytes are of another version
     */
    static OpenCommit read(long id, byte[] head, IntFunction<byte[]> chunks) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(head))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("an open commit is saved in version " + version + " (expected: "
                        + VERSION + "; the state was written by another release)");
            }
            CommitKey key = readKey(in);
            Actor actor = readActor(in, key);
            long continues = in.readLong();
            OpenCommit commit = new OpenCommit(key, actor, continues == 0 ? null : continues, in.readLong());
            commit.restore(in.readLong(), readTime(in), readText(in), in.readLong(), in.readLong());
            OpenCommit.Saved saved = commit.saved;
            saved.any = true;
            saved.id = id;
            saved.beginning = beginning(commit);
            saved.chunks = in.readInt();
            for (int chunk = 0; chunk < saved.chunks; chunk++) {
                readRun(new DataInputStream(new ByteArrayInputStream(chunks.apply(chunk))), commit);
            }
            saved.members = commit.members().size();
            saved.objects = commit.objects().size();
            readRun(in, commit);
            return commit;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "an open commit ends too early; the state was written by another release", e);
        }
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an open commit has a text that is too long for its state", e);
        }
        return bytes.toByteArray();
    }

    private static void writeRun(DataOutputStream out, List<Long> members, List<CommitObject> objects)
            throws IOException {
        out.writeInt(members.size());
        for (long member : members) {
            out.writeLong(member);
        }
        out.writeInt(objects.size());
        for (CommitObject object : objects) {
            out.writeUTF(object.type());
            out.writeUTF(object.id());
            writeText(out, object.name());
        }
    }

    private static void readRun(DataInputStream in, OpenCommit commit) throws IOException {
        int count = in.readInt();
        List<Long> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(in.readLong());
        }
        int objectCount = in.readInt();
        List<CommitObject> objects = new ArrayList<>(objectCount);
        for (int i = 0; i < objectCount; i++) {
            objects.add(new CommitObject(in.readUTF(), in.readUTF(), readText(in)));
        }
        commit.restore(members, objects);
    }

    private static void writeKey(DataOutputStream out, CommitKey key) throws IOException {
        out.writeUTF(key.tenant());
        out.writeUTF(key.serviceId());
        writeText(out, key.actorType());
        writeText(out, key.actorId());
        writeText(out, key.commitId());
        writeText(out, key.objectType());
        writeText(out, key.objectId());
        Instant time = key.time();
        out.writeBoolean(time != null);
        if (time != null) {
            writeTime(out, time);
        }
    }

    private static CommitKey readKey(DataInputStream in) throws IOException {
        return new CommitKey(
                in.readUTF(),
                in.readUTF(),
                readText(in),
                readText(in),
                readText(in),
                readText(in),
                readText(in),
                in.readBoolean() ? readTime(in) : null);
    }

    private static @Nullable Actor readActor(DataInputStream in, CommitKey key) throws IOException {
        String type = key.actorType();
        String id = key.actorId();
        return type == null || id == null
                ? null
                : new Actor(type, id, readText(in), readText(in), readText(in), readText(in));
    }

    private static void writeTime(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano() / MICROS);
    }

    private static Instant readTime(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), (long) in.readInt() * MICROS);
    }

    private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String readText(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
