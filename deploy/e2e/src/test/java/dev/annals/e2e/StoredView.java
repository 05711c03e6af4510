package dev.annals.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.index.IndexedStore;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.StringAppendOperator;

/** The indexes that a service left on disk when it ended or was killed. */
final class StoredView {
    private final Path state;
    private final Topics topics;

    StoredView(Path data, Topics topics) {
        this.state = data.resolve("state").resolve("view").resolve(topics.prefix() + "-view");
        this.topics = topics;
    }

    /** The rows of a tenant are the records of the log, byte for byte. The service must have ended. */
    void assertEquals(CommittedLog log, String tenant) {
        assertRows("activities", tenant, log.activities());
        assertRows("commits", tenant, log.commits());
    }

    private void assertRows(String store, String tenant, List<ConsumerRecord<byte[], byte[]>> records) {
        List<byte[]> expected = records.stream()
                .filter(record -> new String(record.key(), UTF_8).equals(tenant))
                .map(ConsumerRecord::value)
                .toList();
        try (IndexedStore index = IndexedStore.open(directory(store, tenant), IndexSettings.defaults());
                IndexSnapshot snapshot = index.snapshot(tenant, Deadline.none())) {
            assertThat(snapshot.count()).as("%s of %s", store, tenant).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertThat(snapshot.row(i + 1L))
                        .as("%s %s of %s", store, i + 1, tenant)
                        .isEqualTo(expected.get(i));
            }
        }
    }

    /**
     * How many writes the index of a tenant's activities has ever taken, by RocksDB's own count; also of a service that
     * was just killed, whose directory is not touched.
     */
    long writes(String tenant, Path scratch) throws IOException, RocksDBException {
        Path copy = Files.createTempDirectory(scratch, "index");
        try (Stream<Path> files = Files.list(directory("activities", tenant))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        RocksDB.loadLibrary();
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        try (Options options = new Options();
                DBOptions database = new DBOptions();
                StringAppendOperator appending = new StringAppendOperator("");
                ColumnFamilyOptions family = new ColumnFamilyOptions().setMergeOperator(appending)) {
            RocksDB.listColumnFamilies(options, copy.toString())
                    .forEach(name -> families.add(new ColumnFamilyDescriptor(name, family)));
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            try (RocksDB db = RocksDB.openReadOnly(database, copy.toString(), families, handles)) {
                long writes = db.getLatestSequenceNumber();
                handles.forEach(ColumnFamilyHandle::close);
                return writes;
            }
        }
    }

    private Path directory(String store, String tenant) {
        return state.resolve("0_" + TenantPartition.of(tenant, topics.partitions()))
                .resolve(store);
    }
}
