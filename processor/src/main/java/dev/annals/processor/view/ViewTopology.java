package dev.annals.processor.view;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.processor.index.Document;
import dev.annals.processor.index.IndexSettings;
import dev.annals.topic.Topics;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;

/** The view: activities and commits, each log into its index, both indexes of a partition in one task. Writes nothing to Kafka. */
public final class ViewTopology implements Supplier<Topology> {
    /** Name of the store of activities. */
    static final String ACTIVITIES = "activities";

    /** Name of the store of commits. */
    static final String COMMITS = "commits";

    /**
     * How many records an index gathers for a write at least, unless a commit or a query comes before: while it catches up,
     * terms that many of them share are then written once.
     */
    private static final int GATHERED = 4096;

    private final Topics topics;
    private final IndexStoreBuilder activities;
    private final IndexStoreBuilder commits;

    /**
     * The view of these logs.
     *
     * @param activities what each index of activities may use
     * @param commits what each index of commits may use
     */
    public ViewTopology(Topics topics, IndexSettings activities, IndexSettings commits) {
        this(
                topics,
                new IndexStoreBuilder(ACTIVITIES, gathering(activities), ViewTopology::activity),
                new IndexStoreBuilder(COMMITS, gathering(commits), ViewTopology::commit));
    }

    ViewTopology(Topics topics, IndexStoreBuilder activities, IndexStoreBuilder commits) {
        this.topics = topics;
        this.activities = activities;
        this.commits = commits;
    }

    private static IndexSettings gathering(IndexSettings settings) {
        return settings.withCoalesce(Math.max(settings.coalesce(), GATHERED));
    }

    /** Where the logs are. */
    Topics topics() {
        return topics;
    }

    @Override
    public Topology get() {
        Topology topology = new Topology();
        add(topology, topics.activities(), activities);
        add(topology, topics.commits(), commits);
        // A processor that knows both stores joins the two logs to one sub-topology: a tenant is served by one task.
        topology.connectProcessorAndStateStores(processor(COMMITS), ACTIVITIES);
        return topology;
    }

    private static void add(Topology topology, String topic, IndexStoreBuilder store) {
        String name = store.name();
        topology.addReadOnlyStateStore(
                store,
                name + "-log",
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic,
                processor(name),
                () -> new IndexUpdates(name));
    }

    private static String processor(String store) {
        return store + "-index";
    }

    static Document activity(byte[] row) {
        return ActivityIndexing.document(ActivityAvro.decode(row).orElseThrow(), row);
    }

    static Document commit(byte[] row) {
        return CommitIndexing.document(CommitAvro.decode(row).orElseThrow(), row);
    }
}
