package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final Lane lane = new Lane("test", 1);
    private final CountDownLatch barrier = new CountDownLatch(1);
    private final List<String> worked = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() {
        lane.start();
    }

    @AfterEach
    void stop() {
        barrier.countDown();
        lane.close();
    }

    /** The only thread is busy until the barrier is down. */
    private void occupy() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        assertThat(lane.work("first", () -> {
                    begun.countDown();
                    await(barrier);
                }))
                .isTrue();
        begun.await();
    }

    private int accepted(String client, int requests) {
        int accepted = 0;
        for (int i = 0; i < requests; i++) {
            accepted += lane.work(client, () -> worked.add(client)) ? 1 : 0;
        }
        return accepted;
    }

    @Test
    void clientsAreWorkedOnInTurnHoweverManyRequestsEachHas() throws Exception {
        occupy();
        assertThat(accepted("a", 3)).isEqualTo(3);
        assertThat(accepted("b", 1)).isEqualTo(1);
        assertThat(accepted("c", 1)).isEqualTo(1);
        CountDownLatch done = new CountDownLatch(1);
        lane.work("a", done::countDown);

        barrier.countDown();
        done.await();

        assertThat(worked).containsExactly("a", "b", "c", "a", "a");
    }

    @Test
    void noClientTakesMorePlacesThanItLeavesFree() throws Exception {
        occupy();

        assertThat(accepted("a", 100)).isEqualTo(5);
        assertThat(accepted("b", 100)).isEqualTo(2);
        assertThat(accepted("c", 100)).isEqualTo(1);
        assertThat(accepted("a", 1)).isZero();
    }

    @Test
    void placesAreFreeAgainWhenTheirRequestsAreDone() throws Exception {
        for (int i = 0; i < 1000; i++) {
            CountDownLatch done = new CountDownLatch(1);
            // The place is left after the request is done.
            while (!lane.work("a", done::countDown)) {
                Thread.onSpinWait();
            }
            done.await();
        }
        occupy();

        assertThat(accepted("a", 100)).isEqualTo(5);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
