package dev.annals.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {

    @TempDir
    private Path directory;

    @Test
    void aHeldLockIsRefusedAndNamesItsHolder() throws Exception {
        Path file = directory.resolve("made/on/demand/lock");
        try (ProcessLock held = ProcessLock.acquire(file, Duration.ZERO).orElseThrow()) {
            assertThat(ProcessLock.acquire(file, Duration.ZERO)).isEmpty();
            assertThat(ProcessLock.holder(file))
                    .hasValue(ProcessHandle.current().pid());
        }
    }

    @Test
    void aLockThatWasLetGoCanBeTaken() throws Exception {
        Path file = directory.resolve("lock");
        ProcessLock.acquire(file, Duration.ZERO).orElseThrow().close();

        try (ProcessLock again = ProcessLock.acquire(file, Duration.ZERO).orElseThrow()) {
            assertThat(ProcessLock.holder(file))
                    .hasValue(ProcessHandle.current().pid());
        }
    }
}
