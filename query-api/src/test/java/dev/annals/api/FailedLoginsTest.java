package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    @Test
    void anAddressLeavesOneLineInAMinuteWhichCountsTheOthers() {
        AtomicLong now = new AtomicLong();
        FailedLogins log = new FailedLogins(now::get);

        assertThat(log.suppressed("10.0.0.1")).isZero();
        assertThat(log.suppressed("10.0.0.1")).isEqualTo(-1);
        assertThat(log.suppressed("10.0.0.2")).as("another address").isZero();
        assertThat(log.suppressed("10.0.0.1")).isEqualTo(-1);
        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(log.suppressed("10.0.0.1")).isEqualTo(2);
        assertThat(log.suppressed("10.0.0.1")).isEqualTo(-1);
    }
}
