package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    private final AtomicLong now = new AtomicLong();
    private final FailedLogins log = new FailedLogins(now::get);

    private long suppressed(String address) {
        return log.line(address).map(FailedLogins.Line::suppressed).orElse(-1L);
    }

    @Test
    void anAddressLeavesOneLineInAMinuteWhichCountsTheOthers() {
        assertThat(suppressed("10.0.0.1")).isZero();
        assertThat(suppressed("10.0.0.1")).isEqualTo(-1);
        assertThat(suppressed("10.0.0.2")).as("another address").isZero();
        assertThat(suppressed("10.0.0.1")).isEqualTo(-1);
        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(suppressed("10.0.0.1")).isEqualTo(2);
        assertThat(suppressed("10.0.0.1")).isEqualTo(-1);
    }

    @Test
    void manyAddressesLeaveNoMoreThanSoManyLines() {
        for (int i = 0; i < 1000; i++) {
            assertThat(log.line("fd00::" + Integer.toHexString(i)).isPresent()).isEqualTo(i < FailedLogins.MOST_LINES);
        }

        now.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(log.line("fd00::1234")).hasValue(new FailedLogins.Line(0, 1000 - FailedLogins.MOST_LINES));
        assertThat(log.line("fd00::1235")).hasValue(new FailedLogins.Line(0, 0));
    }
}
