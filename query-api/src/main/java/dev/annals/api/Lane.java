package dev.annals.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Threads for one kind of request, with a bounded queue before them that is fair between clients: they get threads in turn, however
 * many requests each of them has waiting, and no client takes more places than it leaves free. So one alone can have half of them, and
 * there is always room for one more client. Thread-safe.
 */
final class Lane implements AutoCloseable {
    private static final int IDLE_MILLIS = 60_000;
    private static final int FEWEST = 8;
    private static final int WAITING_PER_THREAD = 4;

    private final QueuedThreadPool pool;
    private final int places;
    private final Map<String, Client> clients = new HashMap<>();
    /** Those of whom a request waits. */
    private final Deque<Client> turn = new ArrayDeque<>();

    private int taken;

    /** One that has requests here. Guarded by the lane. */
    private static final class Client {
        private final String name;
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private int places;

        Client(String name) {
            this.name = name;
        }
    }

    Lane(String name, int threads) {
        // So that a client alone has all threads, and as many as four times that wait.
        places = 2 * threads * (1 + WAITING_PER_THREAD);
        pool = new QueuedThreadPool(threads, Math.min(FEWEST, threads), IDLE_MILLIS);
        pool.setName(name);
        pool.setDaemon(true);
        pool.setReservedThreads(0);
    }

    void start() {
        LifeCycle.start(pool);
    }

    /** Has a request of a client worked on; false when there are too many already, and then it is not. */
    boolean work(String name, Runnable job) {
        Client client;
        synchronized (this) {
            client = clients.computeIfAbsent(name, Client::new);
            if (client.places >= places - taken) {
                forgetIfIdle(client);
                return false;
            }
            taken++;
            client.places++;
            client.waiting.addLast(job);
            if (client.waiting.size() == 1) {
                turn.addLast(client);
            }
        }
        try {
            pool.execute(this::next);
            return true;
        } catch (RejectedExecutionException e) {
            // The server is stopping.
            return !withdrawn(client, job);
        }
    }

    private void next() {
        Client client;
        Runnable job;
        synchronized (this) {
            client = turn.poll();
            if (client == null) {
                // One was withdrawn.
                return;
            }
            job = client.waiting.removeFirst();
            if (!client.waiting.isEmpty()) {
                turn.addLast(client);
            }
        }
        try {
            job.run();
        } finally {
            leave(client);
        }
    }

    private synchronized boolean withdrawn(Client client, Runnable job) {
        if (!client.waiting.removeLastOccurrence(job)) {
            return false;
        }
        if (client.waiting.isEmpty()) {
            turn.remove(client);
        }
        leave(client);
        return true;
    }

    private synchronized void leave(Client client) {
        taken--;
        client.places--;
        forgetIfIdle(client);
    }

    private void forgetIfIdle(Client client) {
        if (client.places == 0) {
            clients.remove(client.name);
        }
    }

    /** Runs something that never waits. */
    void execute(Runnable job) {
        pool.execute(job);
    }

    @Override
    public void close() {
        LifeCycle.stop(pool);
    }
}
