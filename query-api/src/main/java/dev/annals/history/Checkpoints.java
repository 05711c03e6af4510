package dev.annals.history;

import dev.annals.query.RowScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Pasts of objects as they were after so many activities, kept in memory so that a question for any instant reads a few hundred activities at most. What a checkpoint says
 * follows from the log alone, so it never becomes wrong; the objects that were asked about longest ago go first. Thread-safe.
 */
public final class Checkpoints {
    /** The share of the heap that they may take: one in so many. */
    private static final int SHARE = 16;

    private static final Comparator<Checkpoint> BY_COUNT = Comparator.comparingLong(
                    (Checkpoint checkpoint) -> checkpoint.past().count())
            .thenComparingLong(checkpoint -> checkpoint.past().lastId())
            .thenComparing(checkpoint -> checkpoint.past().last());

    private final long mostWeight;
    private final Map<Owner, Kept> owners = new LinkedHashMap<>(64, 0.75f, true);
    private long weight;

    /** Checkpoints that take a part of this process's heap. */
    public Checkpoints() {
        this(Runtime.getRuntime().maxMemory() / SHARE);
    }

    /** Checkpoints of about so many bytes. */
    Checkpoints(long mostWeight) {
        this.mostWeight = mostWeight;
    }

    /** The object of a tenant as those see it who may see these rows. */
    record Owner(String tenant, RowScope scope, ObjectKey object) {}

    /** A past that is not changed any more, and its weight. */
    record Checkpoint(ObjectPast past, long weight) {
        static Checkpoint of(ObjectPast past) {
            ObjectPast copy = past.copy();
            return new Checkpoint(copy, copy.weight());
        }
    }

    private static final class Kept {
        private final NavigableSet<Checkpoint> checkpoints = new TreeSet<>(BY_COUNT);
        private long weight;
    }

    /** Those of an object that may be a part of what counts at a moment, the ones of most activities first. */
    synchronized List<ObjectPast> before(Owner owner, Moment moment, long count) {
        Kept kept = owners.get(owner);
        if (kept == null) {
            return List.of();
        }
        List<ObjectPast> found = new ArrayList<>();
        for (Checkpoint checkpoint : kept.checkpoints.descendingSet()) {
            ObjectPast past = checkpoint.past();
            if (past.count() <= count && moment.includes(past.last(), past.lastId())) {
                found.add(past);
            }
        }
        return found;
    }

    /** Keeps the past of an object as it is now. */
    synchronized void keep(Owner owner, ObjectPast past) {
        Checkpoint checkpoint = Checkpoint.of(past);
        Kept kept = owners.computeIfAbsent(owner, key -> new Kept());
        if (!kept.checkpoints.add(checkpoint)) {
            return;
        }
        add(kept, checkpoint.weight());
        while (weight > mostWeight && owners.size() > 1) {
            Owner eldest = owners.keySet().iterator().next();
            Kept removed = owners.remove(eldest);
            weight -= removed == null ? 0 : removed.weight;
        }
        if (weight > mostWeight) {
            thin(kept);
        }
    }

    /** Every second one goes. */
    private void thin(Kept kept) {
        boolean odd = false;
        for (Checkpoint checkpoint : List.copyOf(kept.checkpoints)) {
            odd = !odd;
            if (odd) {
                kept.checkpoints.remove(checkpoint);
                add(kept, -checkpoint.weight());
            }
        }
    }

    private void add(Kept kept, long more) {
        kept.weight += more;
        weight += more;
    }

    /** About how many bytes all of them take. */
    synchronized long weight() {
        return weight;
    }

    /** How many there are of an object. */
    synchronized int count(Owner owner) {
        @Nullable Kept kept = owners.get(owner);
        return kept == null ? 0 : kept.checkpoints.size();
    }
}
