package dev.annals.processor.index.write;

import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.MemoryBudget;
import dev.annals.processor.index.state.Ledger.Names;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The interleavings of one that appends, one that writes, one that asks and one that closes, explored by a model checker, which also finds
 * a thread that nobody wakes. {@code -Dannals.interleavings=5000} explores more of them.
 */
class LoadQueueInterleavingsTest {
    private static final int INVOCATIONS = Integer.getInteger("annals.interleavings", 25);
    private static final int MOST_ATTEMPTS = 3;

    /** Loads of one document, so that the one who appends has to wait. */
    private static final int ONE = 1;

    private static final int MANY = 100;

    /** A queue and what its threads have seen. */
    private static final class Run {
        final MemoryBudget budget = new MemoryBudget(1 << 20);
        final LoadQueue queue;
        /* Under the eyes of the model checker, volatile is what makes these worth looking at. */
        volatile int appended;
        volatile int written;
        volatile boolean refused;

        Run(int coalesce) {
            queue = new LoadQueue(
                    new Names((byte) 'F', 10, "field"),
                    new Names((byte) 'T', 10, "tenant"),
                    Map.of(),
                    IndexSettings.defaults().withCoalesce(coalesce),
                    budget);
        }

        void append(int documents) {
            try {
                for (int number = 1; number <= documents; number++) {
                    queue.append(
                            new IndexedDocument("default", number, 0, new byte[0], List.of()),
                            new SourceOffset("log", 0, number));
                    appended = number;
                }
            } catch (IllegalStateException e) {
                refused = true;
            }
        }

        /** Writes loads until there are no more, or until one fails. */
        void write(int failing) {
            try {
                for (Load load = queue.next(true); load != null; load = queue.next(true)) {
                    if (load.firstNumber(0) != written + 1) {
                        throw new AssertionError("load from " + load.firstNumber(0) + " after " + written);
                    }
                    if (written + 1 == failing) {
                        throw new IllegalStateException("the disk is full");
                    }
                    written += load.times(0).size();
                    queue.published(load);
                }
            } catch (IllegalStateException e) {
                queue.fail(e);
            } finally {
                queue.end();
            }
        }

        /** Asks, and sees everything that was appended before. */
        void ask() {
            int before = appended;
            try {
                queue.awaitPublished(Deadline.none());
            } catch (IllegalStateException e) {
                refused = true;
                return;
            }
            if (written < before) {
                throw new AssertionError("only " + written + " of " + before + " documents show");
            }
        }
    }

    @Test
    void aQuestionSeesWhatWasAppendedBefore() {
        explore(() -> {
            Run run = new Run(MANY);
            Thread writer = start(() -> run.write(0));
            Thread appender = start(() -> run.append(2));
            run.ask();
            join(appender);
            run.ask();
            check(run.written == 2, "all documents are written");
            run.queue.close();
            join(writer);
            check(!run.refused, "nobody is refused before the queue closes");
            check(run.budget.taken() == 0, "the budget is given back");
        });
    }

    @Test
    void whoeverAppendsWaitsForRoomAndLosesNothing() {
        explore(() -> {
            Run run = new Run(ONE);
            Thread writer = start(() -> run.write(0));
            run.append(3);
            run.queue.close();
            join(writer);
            check(!run.refused && run.written == 3, "closing writes what has been gathered");
            check(run.budget.taken() == 0, "the budget is given back");
        });
    }

    @Test
    void closingLeavesNobodyWaiting() {
        explore(() -> {
            Run run = new Run(ONE);
            Thread writer = start(() -> run.write(0));
            Thread appender = start(() -> run.append(2));
            Thread asker = start(run::ask);
            run.queue.close();
            join(appender);
            join(asker);
            join(writer);
            check(run.written >= run.appended, "what was taken is written");
            check(run.budget.taken() == 0, "the budget is given back");
        });
    }

    @Test
    void aFailureLeavesNobodyWaiting() {
        explore(() -> {
            Run run = new Run(ONE);
            Thread writer = start(() -> run.write(1));
            Thread asker = start(run::ask);
            run.append(3);
            join(writer);
            join(asker);
            check(run.refused, "whoever appends is told");
            check(run.queue.failure() != null, "the reason is kept");
            check(run.budget.taken() == 0, "the budget is given back");
        });
    }

    @Test
    void anEndInTheMiddleLeavesNobodyWaiting() {
        explore(() -> {
            Run run = new Run(ONE);
            Thread writer = start(() -> run.write(0));
            Thread appender = start(() -> run.append(2));
            Thread asker = start(run::ask);
            run.queue.end();
            join(appender);
            join(asker);
            join(writer);
            check(run.budget.taken() == 0, "the budget is given back");
        });
    }

    /**
     * Explores the interleavings. The model checker takes an invocation of ten seconds for one that hangs, which on a busy machine it may not be. The same
     * interleavings are explored at each attempt, so a thread that really hangs does so at all of them.
     */
    private static void explore(Runnable run) {
        for (int attempt = 1; ; attempt++) {
            try {
                Lincheck.runConcurrentTest(INVOCATIONS, run);
                return;
            } catch (LincheckAssertionError e) {
                if (attempt == MOST_ATTEMPTS || !String.valueOf(e.getMessage()).contains("has hung")) {
                    throw e;
                }
            }
        }
    }

    /**
     * Has the model checker prepare the classes, which on a busy machine takes longer than an invocation may. Prepared classes stay prepared.
     */
    @BeforeAll
    static void prepare() {
        for (int i = 0; i < 20; i++) {
            try {
                Lincheck.runConcurrentTest(1, () -> {
                    Run run = new Run(ONE);
                    Thread appender = start(() -> run.append(1));
                    join(appender);
                    run.queue.close();
                    run.append(1);
                    run.write(0);
                });
                return;
            } catch (LincheckAssertionError e) {
                // Not ready in time. Nothing in this run can hang.
            }
        }
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }
}
