package dev.annals.processor.stage.group;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.CommitPart;
import dev.annals.model.Hash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A commit that still takes members. For one thread.
 *
 * <p>Members and objects are only ever appended, so what {@link OpenCommitStore} has saved of them stays saved.
 */
final class OpenCommit {
    /** Bytes that an object costs in a commit record beside its texts. */
    private static final int OBJECT_OVERHEAD = 8;

    private final CommitKey key;
    private final @Nullable Actor actor;
    private final @Nullable Long continues;
    private long earlierMembers;
    private final List<Long> members = new ArrayList<>(4);
    private final List<CommitObject> objects = new ArrayList<>(4);
    private final Set<ObjectKey> known = new HashSet<>();
    private long objectBytes;
    private long size;
    private Instant time = Instant.MIN;
    private @Nullable String ipAddress;
    private long lastOffset;
    private long lastRecorded;

    /** How much of it the store has saved. */
    final Saved saved = new Saved();

    private record ObjectKey(String type, String id) {}

    /** How far members and objects are saved in closed chunks, and whether anything is. */
    static final class Saved {
        boolean any;
        long id;
        byte[] beginning = {};
        int chunks;
        int members;
        int objects;
    }

    /**
     * An open commit without members.
     *
     * @param continues the closed commit that this one continues; absent for the first commit of an action
     * @param earlierMembers how many members the earlier commits of the same action have
     */
    OpenCommit(CommitKey key, @Nullable Actor actor, @Nullable Long continues, long earlierMembers) {
        this.key = key;
        this.actor = actor;
        this.continues = continues;
        this.earlierMembers = earlierMembers;
    }

    /** Takes an activity in. */
    void add(Activity activity, long now) {
        members.add(activity.id());
        objectsOf(activity).forEach(this::addObject);
        CommitPart part = activity.commit();
        Integer said = part == null ? null : part.size();
        if (said != null) {
            size = Math.max(size, said);
        }
        if (activity.time().isAfter(time)) {
            time = activity.time();
        }
        if (ipAddress == null) {
            ipAddress = activity.ipAddress();
        }
        lastOffset = activity.origin().offset();
        lastRecorded = now;
    }

    /** Counts an event that makes no activity towards the size of the commit. */
    void pass(int said, long offset, long now) {
        earlierMembers++;
        size = Math.max(size, said);
        lastOffset = offset;
        lastRecorded = now;
        saved.beginning = OpenCommitCodec.beginning(this);
    }

    /** Restores saved members and objects. */
    void restore(List<Long> savedMembers, List<CommitObject> savedObjects) {
        members.addAll(savedMembers);
        savedObjects.forEach(this::addObject);
    }

    /** Restores everything else that was saved. */
    void restore(long savedSize, Instant savedTime, @Nullable String savedIp, long savedOffset, long savedRecorded) {
        size = savedSize;
        time = savedTime;
        ipAddress = savedIp;
        lastOffset = savedOffset;
        lastRecorded = savedRecorded;
    }

    private void addObject(CommitObject object) {
        if (known.add(new ObjectKey(object.type(), object.id()))) {
            objects.add(object);
            objectBytes += bytes(object);
        }
    }

    /** Whether the producer's count is reached. A count that the earlier commits of the action had reached says nothing about late members. */
    boolean isComplete() {
        return earlierMembers < size && earlierMembers + members.size() >= size;
    }

    /** Whether the producer's count says that members are missing. */
    boolean awaitsMembers() {
        return earlierMembers + members.size() < size;
    }

    /** The record time at which it closes without its missing members. */
    long due(CommitBounds bounds) {
        return lastRecorded + (awaitsMembers() ? bounds.sizedGap() : bounds.gap()).toMillis();
    }

    /** Whether another activity does not fit. The first one always fits. */
    boolean isFullFor(Activity activity, CommitBounds bounds) {
        if (members.isEmpty()) {
            return false;
        }
        if (members.size() >= bounds.mostMembers()) {
            return true;
        }
        long more = objectBytes;
        for (CommitObject object : objectsOf(activity)) {
            more += known.contains(new ObjectKey(object.type(), object.id())) ? 0 : bytes(object);
        }
        return more > bounds.mostObjectBytes();
    }

    /** The closed commit, not yet sealed by a hash. */
    Commit closed(long number) {
        return new Commit(
                number,
                key.tenant(),
                key.serviceId(),
                key.commitId(),
                actor,
                List.copyOf(objects),
                time,
                ipAddress,
                List.copyOf(members),
                continues,
                Hash.ZERO);
    }

    /** The next commit of the same action, without members. */
    OpenCommit continued(long number) {
        return new OpenCommit(key, actor, number, membersSoFar());
    }

    private static List<CommitObject> objectsOf(Activity activity) {
        List<CommitObject> objects = new ArrayList<>(2 + activity.related().size());
        var object = activity.object();
        objects.add(new CommitObject(object.type(), object.id(), object.name()));
        var object2 = activity.object2();
        if (object2 != null) {
            objects.add(new CommitObject(object2.type(), object2.id(), object2.name()));
        }
        activity.related().stream()
                .filter(related -> !related.shown())
                .forEach(related -> objects.add(new CommitObject(related.type(), related.id(), related.name())));
        return objects;
    }

    private static long bytes(CommitObject object) {
        String name = object.name();
        // Three bytes are the most that a UTF-16 unit takes in UTF-8; a bound need not be tight.
        return OBJECT_OVERHEAD
                + 3L * (object.type().length() + object.id().length() + (name == null ? 0 : name.length()));
    }

    CommitKey key() {
        return key;
    }

    @Nullable
    Actor actor() {
        return actor;
    }

    @Nullable
    Long continues() {
        return continues;
    }

    long earlierMembers() {
        return earlierMembers;
    }

    long membersSoFar() {
        return earlierMembers + members.size();
    }

    List<Long> members() {
        return members;
    }

    List<CommitObject> objects() {
        return objects;
    }

    long size() {
        return size;
    }

    Instant time() {
        return time;
    }

    @Nullable
    String ipAddress() {
        return ipAddress;
    }

    /** The offset of the last member's change: unique, and in the order of {@link #lastRecorded}. */
    long lastOffset() {
        return lastOffset;
    }

    /** The record time of the last member, milliseconds. */
    long lastRecorded() {
        return lastRecorded;
    }

    /** What it costs to keep in memory, in entries. */
    int weight() {
        return 1 + members.size() + objects.size();
    }
}
