package dev.annals.query;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The limited places for expensive questions: however many expensive questions arrive, everything else continues.
 *
 * <p>Fair between names: a free place goes to the name that has the fewest places, in turn. Only as many questions may wait as there are
 * threads to spare. When that many wait, a new question is refused, unless another name has more questions waiting than the new question's
 * name: then the last of those is refused instead. So one name alone may use all places, and many questions of one name never keep out
 * those of another.
 *
 * <p>Thread-safe.
 */
final class Gate {
    /** One that waits. Guarded by the lock. */
    private static final class Waiting {
        private final Condition decided;
        private @Nullable Boolean admitted;

        Waiting(Condition decided) {
            this.decided = decided;
        }

        void decide(boolean admit) {
            admitted = admit;
            decided.signal();
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final int places;
    private final int mostWaiting;
    private final Map<String, Integer> inside = new HashMap<>();
    /** By name, in turn; no name without one that waits. */
    private final Map<String, Deque<Waiting>> waiting = new LinkedHashMap<>();

    private int insideInAll;
    private int waitingInAll;
    /** Written under the lock, and read without it where a moment ago is good enough. */
    private volatile boolean full;

    /**
     * An empty gate.
     *
     * @param places how many questions are worked on at once, 1 or more
     * @param mostWaiting how many wait at the most, 0 or more
     */
    Gate(int places, int mostWaiting) {
        if (places < 1 || mostWaiting < 0) {
            throw new IllegalArgumentException(
                    "gate with " + places + " places and " + mostWaiting + " waiting (expected: at least 1 and 0)");
        }
        this.places = places;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Takes a place, or waits for one. Whoever has taken it leaves it again.
     *
     * @return whether it was taken; false when too many wait or the time has passed
     */
    boolean enter(String name, Duration longest) {
        lock.lock();
        try {
            if (insideInAll < places && waitingInAll == 0) {
                admit(name);
                return true;
            }
            if (waitingInAll >= mostWaiting && !refuseOneOfAnotherThan(name)) {
                return false;
            }
            Waiting own = new Waiting(lock.newCondition());
            waiting.computeIfAbsent(name, n -> new ArrayDeque<>()).addLast(own);
            waitingInAll++;
            full = waitingInAll >= mostWaiting;
            return decision(own, name, longest);
        } finally {
            lock.unlock();
        }
    }

    private boolean decision(Waiting own, String name, Duration longest) {
        long left = longest.toNanos();
        try {
            while (own.admitted == null && left > 0) {
                left = own.decided.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (own.admitted == null) {
            waits(name).remove(own);
            forgetOneWaiting(name);
            return false;
        }
        return own.admitted;
    }

    /** Leaves a place. */
    void leave(String name) {
        lock.lock();
        try {
            insideInAll--;
            inside.computeIfPresent(name, (n, count) -> count == 1 ? null : count - 1);
            if (waitingInAll > 0) {
                String next = nextName();
                Waiting first = waits(next).removeFirst();
                // To the end of the turn.
                Deque<Waiting> others = waits(next);
                waiting.remove(next);
                waiting.put(next, others);
                forgetOneWaiting(next);
                admit(next);
                first.decide(true);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether more questions are inside, or wait, than one. */
    boolean isShared() {
        lock.lock();
        try {
            return insideInAll + waitingInAll > 1;
        } finally {
            lock.unlock();
        }
    }

    /** Whether whoever comes now may be refused at once. Asked often, so without the lock. */
    boolean isFull() {
        return full;
    }

    /** How many wait. */
    int waiting() {
        lock.lock();
        try {
            return waitingInAll;
        } finally {
            lock.unlock();
        }
    }

    private void admit(String name) {
        insideInAll++;
        inside.merge(name, 1, Integer::sum);
    }

    private String nextName() {
        @Nullable String next = null;
        for (String name : waiting.keySet()) {
            if (next == null || inside.getOrDefault(name, 0) < inside.getOrDefault(next, 0)) {
                next = name;
            }
        }
        if (next == null) {
            throw new IllegalStateException("nobody waits, though " + waitingInAll + " were counted");
        }
        return next;
    }

    private boolean refuseOneOfAnotherThan(String name) {
        int own = waiting.containsKey(name) ? waits(name).size() : 0;
        @Nullable String greediest = null;
        int most = own;
        for (Map.Entry<String, Deque<Waiting>> entry : waiting.entrySet()) {
            if (entry.getValue().size() > most) {
                most = entry.getValue().size();
                greediest = entry.getKey();
            }
        }
        if (greediest == null) {
            return false;
        }
        waits(greediest).removeLast().decide(false);
        forgetOneWaiting(greediest);
        return true;
    }

    private Deque<Waiting> waits(String name) {
        Deque<Waiting> those = waiting.get(name);
        if (those == null) {
            throw new IllegalStateException("nobody named '" + name + "' waits");
        }
        return those;
    }

    private void forgetOneWaiting(String name) {
        waitingInAll--;
        full = waitingInAll >= mostWaiting;
        if (waits(name).isEmpty()) {
            waiting.remove(name);
        }
    }
}
