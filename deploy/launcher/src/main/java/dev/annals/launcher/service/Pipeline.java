package dev.annals.launcher.service;

import dev.annals.codec.Limits;
import dev.annals.launcher.Problem;
import dev.annals.launcher.config.UpSettings;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.stage.group.CommitBounds;
import dev.annals.processor.topology.ChangeStreamsConfig;
import dev.annals.processor.topology.ChangeTopology;
import dev.annals.processor.view.IndexAccess;
import dev.annals.processor.view.Reading;
import dev.annals.processor.view.View;
import dev.annals.processor.view.ViewStreamsConfig;
import dev.annals.redact.RedactionKey;
import dev.annals.redact.RedactionKeyFile;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;

/** Makes the two Kafka Streams clients, the processor and the view, as often as they are needed. */
final class Pipeline {
    /** Stays the same over restarts, so that Kafka gives a restarted client its partitions back without waiting. */
    private static final String INSTANCE = "1";

    private final UpSettings settings;
    private final Topics topics;
    private final String bootstrap;
    private final Path state;
    private final RedactionKey key;

    Pipeline(UpSettings settings, DataDirectory directory, Topics topics, String bootstrap) {
        this.settings = settings;
        this.topics = topics;
        this.bootstrap = bootstrap;
        this.state = directory.state();
        this.key = key(settings.processing().redactionKey());
    }

    /** The processor's consumer group. */
    String group() {
        return topics.prefix() + "-processor";
    }

    Processor processor() {
        UpSettings.Processing processing = settings.processing();
        PipelineSettings stages = new PipelineSettings(
                Limits.DEFAULT,
                processing.deduplicationHorizon(),
                CommitBounds.DEFAULT.withGap(processing.commitGap()),
                false);
        ChangeTopology topology = new ChangeTopology(topics, stages, processing.redactionRules(), key);
        return Processor.start(
                topology,
                new ChangeStreamsConfig(
                        group(), bootstrap, state.resolve("processor"), INSTANCE, 1, 0, settings.kafkaClient()));
    }

    View view() {
        return View.start(
                topics,
                new ViewStreamsConfig(topics.prefix() + "-view", bootstrap, state.resolve("view"), INSTANCE)
                        .overriding(settings.kafkaClient()),
                Dialects.INDEXING,
                IndexSettings.defaults(),
                IndexSettings.defaults());
    }

    /** The indexes of whichever view is current. */
    static IndexAccess indexes(Revived<View> view) {
        return new IndexAccess() {
            @Override
            public Reading<Integer> readiness() {
                return view.current().indexes().readiness();
            }

            @Override
            public Reading<IndexSnapshot> pin(Log log, String tenant, Deadline deadline) {
                return view.current().indexes().pin(log, tenant, deadline);
            }
        };
    }

    private static RedactionKey key(Path file) {
        try {
            return RedactionKeyFile.readOrCreate(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new Problem(
                    "the redaction key " + file + " cannot be used (" + e.getMessage()
                            + "); restore it from a backup, or name another with --redaction-key",
                    e);
        }
    }
}
