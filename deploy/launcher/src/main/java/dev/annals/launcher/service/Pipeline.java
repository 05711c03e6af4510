package dev.annals.launcher.service;

import dev.annals.dialect.Dialects;
import dev.annals.launcher.config.UpSettings;
import dev.annals.processor.epoch.EpochScan;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.NativeMemory;
import dev.annals.processor.schema.RegistrySource;
import dev.annals.processor.topology.ChangeStreamsConfig;
import dev.annals.processor.topology.ChangeTopology;
import dev.annals.processor.topology.SmallRocks;
import dev.annals.processor.view.IndexAccess;
import dev.annals.processor.view.Reading;
import dev.annals.processor.view.StoppedLog;
import dev.annals.processor.view.View;
import dev.annals.processor.view.ViewStreamsConfig;
import dev.annals.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes the two Kafka Streams clients, the processor and the view, as often as they are needed. */
final class Pipeline {
    /** Stays the same over restarts, so that Kafka gives a restarted client its partitions back without waiting. */
    private static final String INSTANCE = "1";

    private static final long MEBIBYTE = 1024L * 1024;
    /** The share of the processor in the native memory. */
    private static final int PROCESSOR_EIGHTHS = 3;

    private static final long MOST_WRITTEN_BYTES = 96 * MEBIBYTE;
    /** Of the heap, for what an index keeps decoded; there are two for each partition. */
    private static final int POSTINGS_PART = 32;

    private final UpSettings settings;
    private final Topics topics;
    private final String bootstrap;
    private final Path state;
    private final Set<SourceOffset> skipped;
    private final HeldKeys keys;
    private final Optional<RegistrySource> registry;
    private final long processorBytes;
    /** For whichever view is current, so that a view that is made anew does not take it twice. */
    private final NativeMemory viewMemory;

    /**
     * The makings of both.
     *
     * @param registry the schemas of a registry, the same for whichever processor is current; empty for none
     */
    Pipeline(
            UpSettings settings,
            DataDirectory directory,
            Topics topics,
            String bootstrap,
            HeldKeys keys,
            Optional<RegistrySource> registry) {
        this.registry = registry;
        this.settings = settings;
        this.topics = topics;
        this.bootstrap = bootstrap;
        this.state = directory.state();
        this.skipped = SkippedRecords.in(directory);
        this.keys = keys;
        long nativeBytes = settings.nativeMegabytes() * MEBIBYTE;
        this.processorBytes = nativeBytes * PROCESSOR_EIGHTHS / 8;
        long viewBytes = nativeBytes - processorBytes;
        this.viewMemory = NativeMemory.of(viewBytes, Math.min(viewBytes / 2, MOST_WRITTEN_BYTES));
    }

    /** The processor's consumer group. */
    static String processorGroup(Topics topics) {
        return topics.prefix() + "-processor";
    }

    /** The view's consumer group. */
    static String viewGroup(Topics topics) {
        return topics.prefix() + "-view";
    }

    Processor processor() {
        EpochScan ahead = new EpochScan(bootstrap, settings.kafkaClient(), topics, keys);
        ChangeTopology topology = registry.map(schemas -> new ChangeTopology(topics, keys, ahead, schemas))
                .orElseGet(() -> new ChangeTopology(topics, keys, ahead));
        Map<String, String> overrides = new TreeMap<>(settings.kafkaClient());
        overrides.put(SmallRocks.MEMORY_CONFIG, Long.toString(processorBytes));
        return Processor.start(
                topology,
                new ChangeStreamsConfig(
                        processorGroup(topics), bootstrap, state.resolve("processor"), INSTANCE, 1, 0, overrides));
    }

    View view() {
        IndexSettings index = IndexSettings.defaults()
                .sharing(viewMemory, Runtime.getRuntime().maxMemory() / POSTINGS_PART);
        return View.start(
                topics,
                new ViewStreamsConfig(viewGroup(topics), bootstrap, state.resolve("view"), INSTANCE)
                        .overriding(settings.kafkaClient()),
                Dialects.INDEXING,
                index,
                index,
                skipped);
    }

    /** The indexes of whichever view is current. */
    static IndexAccess indexes(Revived<View> view) {
        return new IndexAccess() {
            @Override
            public Reading<Integer> readiness() {
                return view.current().indexes().readiness();
            }

            @Override
            public List<StoppedLog> stopped() {
                return view.current().indexes().stopped();
            }

            @Override
            public Reading<IndexSnapshot> pin(Log log, String tenant, Deadline deadline) {
                return view.current().indexes().pin(log, tenant, deadline);
            }
        };
    }
}
