package dev.annals.processor.schema;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.codec.RejectAvro;
import dev.annals.processor.stage.schema.SchemaSource;
import dev.annals.registry.RegistryAnswer;
import dev.annals.registry.RegistrySettings;
import dev.annals.registry.SchemaRegistry;
import dev.annals.registry.SchemaVerdict;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of a registry, asked for on a thread of its own and asked for again until it answers. A schema is kept for ever; that there is none is believed for a second. So a
 * consumer can hold a record back until its schema is known, and no thread that processes waits. Thread-safe.
 */
public final class RegistrySource implements SchemaSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrySource.class);

    private static final long BELIEVED_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long LOOK_MILLIS = 10;
    private static final int MOST_ANSWERS = 10_000;

    private final SchemaRegistry registry;
    private final ScheduledExecutorService asking;
    private final Set<Known> known = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Answered> answers = new ConcurrentHashMap<>();
    private final Set<Integer> asked = ConcurrentHashMap.newKeySet();
    private final Map<Place, SchemaVerdict> decided = new ConcurrentHashMap<>();
    private final Map<Output, Integer> outputs = new ConcurrentHashMap<>();
    private volatile @Nullable String trouble;

    private record Answered(SchemaVerdict verdict, long atNanos) {
        /** A schema holds for ever. */
        boolean holds(long now) {
            return verdict instanceof SchemaVerdict.Known || now - atNanos < BELIEVED_NANOS;
        }
    }

    private record Place(int partition, long offset) {}

    private record Known(int partition, int id) {}

    /**
     * The schemas of a registry, where those of what the processor writes are registered from now on.
     *
     * @param topics that it writes to
     */
    public RegistrySource(SchemaRegistry registry, Topics topics) {
        this.registry = registry;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, job -> {
            Thread thread = new Thread(job, "annals-schema-registry");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.asking = executor;
        announce(Output.ACTIVITIES, topics.activities(), ActivityAvro.schema());
        announce(Output.COMMITS, topics.commits(), CommitAvro.schema());
        announce(Output.REJECTS, topics.rejects(), RejectAvro.schema());
    }

    private void announce(Output output, String topic, Schema schema) {
        String subject = RegistrySettings.subject(topic);
        asking.execute(() ->
                persist(() -> registry.idFor(subject, schema), id -> outputs.put(output, id), FIRST_PAUSE_MILLIS));
    }

    /** Whether the processor may write: every schema that it writes under has its id. */
    public boolean isReady() {
        return outputs.size() == Output.values().length;
    }

    @Override
    public OptionalInt idOf(Output output) {
        @Nullable Integer id = outputs.get(output);
        if (id == null) {
            throw new IllegalStateException("something was written to " + output
                    + " before its schema had an id (expected: records to be held back until then)");
        }
        return OptionalInt.of(id);
    }

    /** Why the registry does not answer; empty when it does, and when nobody waits for it. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** How many ids are asked for whose schema is not known yet. */
    public int waiting() {
        return asked.size();
    }

    @Override
    public void begin(int partition, List<Integer> ids) {
        decided.keySet().removeIf(place -> place.partition() == partition);
        known.removeIf(entry -> entry.partition() == partition);
        ids.forEach(id -> know(partition, id));
    }

    @Override
    public void know(int partition, int id) {
        known.add(new Known(partition, id));
    }

    /** Whether the changes of a partition with that id need no asking. */
    public boolean isKnown(int partition, int id) {
        return known.contains(new Known(partition, id));
    }

    /**
     * Whether the record at a place can be processed without waiting. When it can, a refusal is kept for it; when it cannot, the registry is being asked.
     *
     * @param id the schema id that it has
     */
    public boolean isDecided(int partition, long offset, int id) {
        Place place = new Place(partition, offset);
        if (decided.containsKey(place)) {
            return true;
        }
        Answered answer = answers.get(id);
        if (answer == null || !answer.holds(System.nanoTime())) {
            ask(id);
            return false;
        }
        if (answer.verdict() instanceof SchemaVerdict.Refused) {
            decided.put(place, answer.verdict());
        }
        return true;
    }

    @Override
    public SchemaVerdict verdict(int partition, long offset, int id) {
        @Nullable SchemaVerdict verdict = decided.remove(new Place(partition, offset));
        if (verdict != null) {
            return verdict;
        }
        // Only a consumer that holds nothing back comes here without an answer.
        while (true) {
            Answered answer = answers.get(id);
            if (answer != null && answer.holds(System.nanoTime())) {
                return answer.verdict();
            }
            ask(id);
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptException(e);
            }
        }
    }

    private void ask(int id) {
        if (asked.add(id)) {
            asking.execute(() -> ask(id, FIRST_PAUSE_MILLIS));
        }
    }

    private void answered(int id, SchemaVerdict verdict) {
        if (answers.size() > MOST_ANSWERS) {
            // Ids that no registry gave are as many as somebody makes up.
            answers.values().removeIf(answered -> !answered.holds(System.nanoTime()));
        }
        answers.put(id, new Answered(verdict, System.nanoTime()));
        asked.remove(id);
    }

    /** Asks until there is an answer that asking again would not change. */
    private <T> void persist(Supplier<RegistryAnswer<T>> question, Consumer<T> onFound, long pauseMillis) {
        RegistryAnswer<T> answer = guarded(question);
        if (answer instanceof RegistryAnswer.Found<T> found) {
            onFound.accept(found.value());
            answers();
            return;
        }
        waits(answer.fold(found -> "", RegistryAnswer.Refused::sentence, RegistryAnswer.Away::sentence));
        again(() -> persist(question, onFound, longer(pauseMillis)), pauseMillis);
    }

    private void ask(int id, long pauseMillis) {
        RegistryAnswer<String> answer = guarded(() -> registry.schema(id));
        if (answer instanceof RegistryAnswer.Away<String> away) {
            waits(away.sentence());
            again(() -> ask(id, longer(pauseMillis)), pauseMillis);
            return;
        }
        answered(
                id,
                answer.fold(
                        found -> new SchemaVerdict.Known(found.value()),
                        refused -> new SchemaVerdict.Refused(refused.sentence()),
                        away -> new SchemaVerdict.Refused(away.sentence())));
        answers();
    }

    private static <T> RegistryAnswer<T> guarded(Supplier<RegistryAnswer<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            LOG.error("A question to the schema registry failed", e);
            return new RegistryAnswer.Away<>("the question to the schema registry failed ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    private void waits(String sentence) {
        if (!sentence.equals(trouble)) {
            LOG.warn("The schema registry is waited for, reason={}", sentence);
        }
        trouble = sentence;
    }

    private void answers() {
        if (trouble != null) {
            LOG.info("The schema registry answers again");
        }
        trouble = null;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The job itself says what comes of it.
    private void again(Runnable job, long pauseMillis) {
        if (!asking.isShutdown()) {
            asking.schedule(job, pauseMillis, TimeUnit.MILLISECONDS);
        }
    }

    private static long longer(long pauseMillis) {
        return Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
