package dev.annals.launcher.service;

import dev.annals.api.ChangeSink;
import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.model.ChangeEvent;
import dev.annals.query.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The log as dialects see it. */
final class PublisherSink implements ChangeSink {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ChangePublisher publisher;

    PublisherSink(ChangePublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public Answer<?> publish(List<ChangeEvent> events) {
        CompletableFuture<?>[] sent = events.stream().map(publisher::publish).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(sent).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer.Ready<>(Boolean.TRUE);
        } catch (ExecutionException | TimeoutException e) {
            return new Answer.NotReady<>("the log does not take events just now", RETRY_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.NotReady<>("the service is stopping", RETRY_AFTER);
        }
    }
}
