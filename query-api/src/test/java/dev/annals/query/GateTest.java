package dev.annals.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** Who came in, in order. */
    private final BlockingQueue<String> entered = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aFreePlaceIsTakenAtOnceAndOneMoreThanThereAreWaits() throws Exception {
        Gate gate = new Gate(2, 5);
        assertThat(gate.enter("a", LONG)).isTrue();
        assertThat(gate.enter("a", LONG)).isTrue();

        CompletableFuture<Boolean> third = come(gate, "a", 1);
        assertThat(third).isNotDone();

        gate.leave("a");
        assertThat(third.get(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aFreePlaceGoesToTheNameThatHasTheFewestAndThenInTurn() throws Exception {
        Gate gate = new Gate(1, 20);
        gate.enter("hog", LONG);
        for (int i = 1; i <= 4; i++) {
            come(gate, "hog", i);
        }
        come(gate, "b", 5);
        come(gate, "c", 6);
        come(gate, "b", 7);

        List<String> order = new ArrayList<>();
        String inside = "hog";
        for (int i = 0; i < 7; i++) {
            gate.leave(inside);
            inside = entered.poll(1, TimeUnit.MINUTES);
            order.add(inside);
        }

        assertThat(order).containsExactly("hog", "b", "c", "hog", "b", "hog", "hog");
    }

    @Test
    void aNameWithAPlaceComesAfterOneWithout() throws Exception {
        Gate gate = new Gate(2, 20);
        gate.enter("hog", LONG);
        gate.enter("hog", LONG);
        come(gate, "hog", 1);
        come(gate, "b", 2);

        gate.leave("hog");

        assertThat(entered.poll(1, TimeUnit.MINUTES)).isEqualTo("b");
    }

    @Test
    void whoeverComesWhenAllWaitIsRefusedUnlessAnotherNameHasMoreWaiting() throws Exception {
        Gate gate = new Gate(1, 3);
        gate.enter("hog", LONG);
        CompletableFuture<Boolean> first = come(gate, "hog", 1);
        CompletableFuture<Boolean> second = come(gate, "hog", 2);
        CompletableFuture<Boolean> third = come(gate, "hog", 3);

        assertThat(gate.enter("hog", LONG)).as("a fourth of the same name").isFalse();
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> gate.enter("b", LONG), threads);

        assertThat(third.get(1, TimeUnit.MINUTES))
                .as("the last of the name with most")
                .isFalse();
        gate.leave("hog");
        assertThat(first.get(1, TimeUnit.MINUTES)).isTrue();
        gate.leave("hog");
        assertThat(other.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(second).isNotDone();
    }

    @Test
    void whoHasWaitedForItsTimeIsRefusedAndForgotten() {
        Gate gate = new Gate(1, 3);
        gate.enter("a", LONG);

        assertThat(gate.enter("b", Duration.ofMillis(1))).isFalse();

        assertThat(gate.waiting()).isZero();
        assertThat(gate.isShared()).isFalse();
        gate.leave("a");
        assertThat(gate.enter("b", LONG)).isTrue();
    }

    @Test
    void aGateWithoutPlacesIsRefused() {
        assertThatThrownBy(() -> new Gate(0, 3)).hasMessageContaining("0 places");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void thereAreNeverMoreInsideThanPlacesAndNobodyIsLost(long seed) throws Exception {
        Random random = new Random(seed);
        int places = 1 + random.nextInt(3);
        Gate gate = new Gate(places, 1 + random.nextInt(6));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String name = "n" + random.nextInt(4);
            Duration patience = random.nextInt(4) == 0 ? Duration.ofMillis(1) : LONG;
            all.add(CompletableFuture.runAsync(
                    () -> {
                        for (int round = 0; round < 200; round++) {
                            if (gate.enter(name, patience)) {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                Thread.yield();
                                inside.decrementAndGet();
                                gate.leave(name);
                            }
                        }
                    },
                    threads));
        }
        for (CompletableFuture<Void> each : all) {
            each.get(2, TimeUnit.MINUTES);
        }

        assertThat(most.get()).as("seed %d", seed).isLessThanOrEqualTo(places);
        assertThat(gate.waiting()).as("seed %d", seed).isZero();
        for (int i = 0; i < places; i++) {
            assertThat(gate.enter("last", LONG)).as("seed %d", seed).isTrue();
        }
    }

    private CompletableFuture<Boolean> come(Gate gate, String name, int thenWaiting) {
        CompletableFuture<Boolean> coming = CompletableFuture.supplyAsync(
                () -> {
                    boolean admitted = gate.enter(name, LONG);
                    if (admitted) {
                        entered.add(name);
                    }
                    return admitted;
                },
                threads);
        while (gate.waiting() < thenWaiting) {
            Thread.onSpinWait();
        }
        return coming;
    }
}
