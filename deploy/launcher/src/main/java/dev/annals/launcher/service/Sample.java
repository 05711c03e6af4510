package dev.annals.launcher.service;

import dev.annals.codec.Limits;
import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.ingest.publish.PublisherSettings;
import dev.annals.launcher.Problem;
import dev.annals.launcher.importing.EventFile;
import dev.annals.launcher.importing.Importer;
import dev.annals.launcher.importing.Progress;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;

/**
 * The bundled sample of real change events, loaded once into a data directory: a marker there says that it was. A load that
 * was cut short is done again as a whole, and what the log already has of it is recognised.
 */
public final class Sample {
    private static final String RESOURCE = "/samples/k8s-org-changes.ndjson.gz";

    private final DataDirectory directory;
    private final Topics topics;

    public Sample(DataDirectory directory, Topics topics) {
        this.directory = directory;
        this.topics = topics;
    }

    /**
     * Loads the sample if it was not yet, and returns when the log has it.
     *
     * @return how many events were sent; 0 when it had been loaded before
     */
    public long load(String bootstrap, Map<String, String> kafkaClient) {
        if (Files.exists(directory.sampleMarker())) {
            return 0;
        }
        InputStream stream =
                Objects.requireNonNull(Sample.class.getResourceAsStream(RESOURCE), "the sample is in the jar");
        try (ChangePublisher publisher = new ChangePublisher(
                PublisherSettings.bulk(bootstrap, topics.changes()).overriding(kafkaClient))) {
            Importer importer = new Importer(publisher, Limits.DEFAULT, Sample::refused, Progress.NONE);
            importer.send(EventFile.of("sample", stream));
            importer.finish();
            Files.writeString(directory.sampleMarker(), importer.imported() + " events\n");
            return importer.imported();
        } catch (IOException e) {
            throw new Problem("the sample was loaded, but " + directory.sampleMarker() + " cannot be written", e);
        }
    }

    private static void refused(String file, long line, String reason) {
        throw new IllegalStateException("line " + line + " of the bundled sample is no event: " + reason);
    }
}
