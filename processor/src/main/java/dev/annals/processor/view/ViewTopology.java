package dev.annals.processor.view;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.MemoryBudget;
import dev.annals.processor.view.IndexStateStore.IndexStoreBuilder;
import dev.annals.processor.view.IndexStateStore.IndexUpdates;
import dev.annals.topic.Topics;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;

/** The view: activities and commits, each log into its index, both indexes of a partition in one task. Writes nothing to Kafka. */
public final class ViewTopology implements Supplier<Topology> {
    /** Name of the store of activities. */
    static final String ACTIVITIES = "activities";

    /** Name of the store of commits. */
    static final String COMMITS = "commits";

    private final Topics topics;
    private final IndexStoreBuilder activities;
    private final IndexStoreBuilder commits;

    /**
     * The view of these logs.
     *
     * @param indexing how an activity becomes a document
     * @param activities what each index of activities may use
     * @param commits what each index of commits may use
     * @param skipped records that are passed over, whatever is in them
     */
    public ViewTopology(
            Topics topics,
            ActivityIndexing indexing,
            IndexSettings activities,
            IndexSettings commits,
            Set<SourceOffset> skipped) {
        this(topics, indexing, activities, commits, skipped, MemoryBudget.ofThisProcess());
    }

    private ViewTopology(
            Topics topics,
            ActivityIndexing indexing,
            IndexSettings activities,
            IndexSettings commits,
            Set<SourceOffset> skipped,
            MemoryBudget budget) {
        this(
                topics,
                new IndexStoreBuilder(ACTIVITIES, activities, budget, row -> activity(indexing, row), skipped),
                new IndexStoreBuilder(COMMITS, commits, budget, ViewTopology::commit, skipped));
    }

    ViewTopology(Topics topics, IndexStoreBuilder activities, IndexStoreBuilder commits) {
        this.topics = topics;
        this.activities = activities;
        this.commits = commits;
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

    static IndexedDocument activity(ActivityIndexing indexing, byte[] row) {
        return indexing.document(ActivityAvro.decode(row).orElseThrow(), row);
    }

    static IndexedDocument commit(byte[] row) {
        return CommitIndexing.document(CommitAvro.decode(row).orElseThrow(), row);
    }
}
