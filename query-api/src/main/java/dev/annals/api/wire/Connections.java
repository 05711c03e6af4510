package dev.annals.api.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/**
 * The open connections, so that none of them is held for nothing: a head of a request must arrive within its time however slowly
 * its bytes come, an answered client that does not hang up is hung up on, and when connections run short those that wait for a
 * request make room, the ones of the address with the most first.
 *
 * <p>Jetty's idle timeout and connection limit are beside it: the one knows silence only, the other only shuts the door. Thread-safe.
 */
public final class Connections implements Connection.Listener {
    private static final Duration LOOK = Duration.ofMillis(250);
    /** How long a client that was told to go may take to do so. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    /** A connection that has waited for less is not taken for idle, however short connections run. */
    private static final Duration JUST_WAITING = Duration.ofSeconds(1);

    private final int most;
    private final int mostOfAnAddress;
    private final Duration headWithin;
    private final Map<Connection, Seen> open = new ConcurrentHashMap<>();

    /**
     * Connections of one server.
     *
     * @param most how many may be open; from three quarters of it on, those that wait make room
     * @param mostOfAnAddress how many of one address stay open, those that wait longest going first; 0 for any number
     * @param headWithin how long request line and headers may take, from their first byte
     */
    public Connections(int most, int mostOfAnAddress, Duration headWithin, Watch watch) {
        this.most = most;
        this.mostOfAnAddress = mostOfAnAddress;
        this.headWithin = headWithin;
        watch.every(LOOK, this::look);
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, new Seen(connection));
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    /**
     * Ends a connection without regard for what is still on its way: a client that does not read would keep it in the kernel's
     * memory for minutes.
     */
    public static void reset(EndPoint endPoint) {
        if (endPoint instanceof SocketChannelEndPoint socket) {
            try {
                socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // It is closed already.
            }
        }
        endPoint.close();
    }

    private void look() {
        long now = System.nanoTime();
        Map<String, Integer> ofAddress = new HashMap<>();
        for (Seen seen : open.values()) {
            seen.look(now);
            ofAddress.merge(seen.address, 1, Integer::sum);
            if (seen.isLate(now)) {
                seen.connection.getEndPoint().close();
            }
        }
        makeRoom(now, ofAddress);
    }

    private void makeRoom(long now, Map<String, Integer> ofAddress) {
        int room = most - most / 4;
        boolean crowded = open.size() > room
                || (mostOfAnAddress > 0 && ofAddress.values().stream().anyMatch(count -> count > mostOfAnAddress));
        if (!crowded) {
            return;
        }
        int tooMany = open.size() - room;
        List<Seen> waiting = open.values().stream()
                .filter(seen -> seen.waitedFor(now) > JUST_WAITING.toNanos())
                .sorted(Comparator.comparingInt((Seen seen) -> -ofAddress.getOrDefault(seen.address, 0))
                        .thenComparingLong(seen -> -seen.waitedFor(now)))
                .toList();
        for (Seen seen : waiting) {
            int sameAddress = ofAddress.getOrDefault(seen.address, 0);
            if (tooMany > 0 || (mostOfAnAddress > 0 && sameAddress > mostOfAnAddress)) {
                seen.connection.getEndPoint().close();
                ofAddress.put(seen.address, sameAddress - 1);
                tooMany--;
            }
        }
    }

    /** What a connection did when it was last looked at. Only the clock's thread uses it. */
    private final class Seen {
        private final Connection connection;
        private final String address;
        private final long opened = System.nanoTime();
        private long messages = -1;
        private long bytes;
        private long waitingSince = opened;
        private long headSince;
        private long leavingSince;
        private boolean waits;

        Seen(Connection connection) {
            this.connection = connection;
            SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
            this.address = remote instanceof InetSocketAddress inet
                    ? inet.getAddress().getHostAddress()
                    : String.valueOf(remote);
        }

        void look(long now) {
            long in = connection.getMessagesIn();
            waits = in <= connection.getMessagesOut();
            if (in != messages || !waits) {
                messages = in;
                bytes = connection.getBytesIn();
                waitingSince = now;
                headSince = 0;
            } else if (headSince == 0 && connection.getBytesIn() > (in == 0 ? 0 : bytes)) {
                headSince = now;
            }
            if (leavingSince == 0 && waits && connection.getEndPoint().isOutputShutdown()) {
                leavingSince = now;
            }
        }

        boolean isLate(long now) {
            return (headSince != 0 && now - headSince > headWithin.toNanos())
                    || (leavingSince != 0 && now - leavingSince > FAREWELL.toNanos());
        }

        long waitedFor(long now) {
            return waits ? now - waitingSince : 0;
        }
    }
}
