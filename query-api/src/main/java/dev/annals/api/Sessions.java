package dev.annals.api;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of browsers: an id that means nothing outside this process stands for a token, for a while. A token that is revoked
 * ends its sessions, because each request looks the token up again. Kept in memory only, so a restart ends all of them. Thread-safe.
 */
public final class Sessions {
    /** The longest lifetime of a session. */
    public static final Duration LONGEST = Duration.ofHours(12);

    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final int MOST = 10_000;
    private static final int ID_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LongSupplier nanos;
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
            return size() > MOST;
        }
    };

    private record Session(String token, long openedNanos, long usedNanos) {}

    /**
     * No sessions.
     *
     * @param nanos a clock that only goes forward
     */
    public Sessions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Opens a session for a token; its id. */
    public synchronized String open(String token) {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        long now = nanos.getAsLong();
        sessions.put(text, new Session(token, now, now));
        return text;
    }

    /** The token of a session that has not expired. */
    public synchronized Optional<String> token(String id) {
        @Nullable Session session = sessions.get(id);
        if (session == null) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        if (now - session.openedNanos() > LONGEST.toNanos() || now - session.usedNanos() > IDLE.toNanos()) {
            sessions.remove(id);
            return Optional.empty();
        }
        sessions.put(id, new Session(session.token(), session.openedNanos(), now));
        return Optional.of(session.token());
    }

    /** Ends a session. */
    public synchronized void end(String id) {
        sessions.remove(id);
    }
}
