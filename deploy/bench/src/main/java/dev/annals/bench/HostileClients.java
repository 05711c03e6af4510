package dev.annals.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Clients that keep to their {@link Habit}s on as many connections as these say. A connection that the service has ended is followed by another
 * one at the next tick. One thread serves all of them.
 */
final class HostileClients implements Runnable {
    private static final long TICK_MILLIS = 100;
    /** So many connections are made in a tick: a connection that is being refused may take long. */
    private static final int MOST_NEW = 200;

    private final InetSocketAddress service;
    private final Random random;
    private final List<Client> clients = new ArrayList<>();
    private final Map<String, LongAdder> connections = new LinkedHashMap<>();
    private final ByteBuffer taken = ByteBuffer.allocateDirect(256 * 1024);
    private volatile boolean stopped;

    HostileClients(int port, List<Habit> habits, long seed) {
        service = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        random = new Random(seed);
        for (Habit habit : habits) {
            connections.put(habit.name(), new LongAdder());
            for (int i = 0; i < habit.clients(); i++) {
                clients.add(new Client(habit));
            }
        }
        // So that none of them keeps the others from their new connections.
        Collections.shuffle(clients, random);
    }

    /** How many connections there have been, by habit. */
    Map<String, LongAdder> connections() {
        return connections;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                int fresh = 0;
                for (Client client : clients) {
                    if (client.isConnected() || fresh++ < MOST_NEW) {
                        client.tick();
                    }
                }
                Thread.sleep(TICK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.forEach(Client::hangUp);
    }

    private final class Client {
        private final Habit habit;
        private @Nullable SocketChannel channel;
        private ByteBuffer left = ByteBuffer.allocate(0);
        private boolean ended;

        Client(Habit habit) {
            this.habit = habit;
        }

        boolean isConnected() {
            return channel != null;
        }

        void tick() {
            try {
                SocketChannel open = channel == null ? connect() : channel;
                if (!open.finishConnect()) {
                    return;
                }
                int most = left.position() < habit.burst() ? habit.burst() - left.position() : habit.pace();
                ByteBuffer next = left.slice().limit(Math.min(most, left.remaining()));
                int sent = open.write(next);
                left.position(left.position() + sent);
                if (!left.hasRemaining() && !habit.reads()) {
                    // Who does not read learns of its end only by what it sends.
                    left.rewind();
                }
                if (habit.ends() && !left.hasRemaining() && !ended) {
                    open.shutdownOutput();
                    ended = true;
                }
                if (habit.reads()) {
                    taken.clear();
                    if (open.read(taken) < 0) {
                        hangUp();
                    }
                }
            } catch (IOException e) {
                hangUp();
            }
        }

        private SocketChannel connect() throws IOException {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            left = ByteBuffer.wrap(habit.says().apply(random));
            ended = false;
            connections.get(habit.name()).increment();
            opened.configureBlocking(false);
            opened.connect(service);
            return opened;
        }

        void hangUp() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                // It is gone either way.
            }
            channel = null;
        }
    }
}
