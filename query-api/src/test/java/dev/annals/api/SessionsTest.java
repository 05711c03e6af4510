package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final AtomicLong now = new AtomicLong();
    private final Sessions sessions = new Sessions(now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void anIdSaysNothingOfItsTokenAndStandsForIt() {
        String id = sessions.open("secret");

        assertThat(id).hasSizeGreaterThanOrEqualTo(32).doesNotContain("secret");
        assertThat(sessions.open("secret")).isNotEqualTo(id);
        assertThat(sessions.token(id)).hasValue("secret");
        assertThat(sessions.token(id + "x")).isEmpty();
    }

    @Test
    void aSessionEndsWhenItIsEndedUnusedOrOld() {
        String ended = sessions.open("a");
        sessions.end(ended);
        String unused = sessions.open("b");
        String used = sessions.open("c");

        for (int i = 0; i < 35; i++) {
            pass(Duration.ofMinutes(20));
            assertThat(sessions.token(used)).hasValue("c");
        }
        pass(Duration.ofMinutes(21));

        assertThat(sessions.token(ended)).isEmpty();
        assertThat(sessions.token(unused)).isEmpty();
        assertThat(sessions.token(used)).as("after more than twelve hours").isEmpty();
    }

    @Test
    void theOldestMakesRoom() {
        String first = sessions.open("first");
        for (int i = 0; i < 10_000; i++) {
            sessions.open("t" + i);
        }

        assertThat(sessions.token(first)).isEmpty();
    }
}
