package dev.annals.processor.index.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.settings.IndexSettings;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

class BatchTest {
    @TempDir
    Path directory;

    @Test
    void aBatchIsByteForByteWhatRocksDbMakes() throws RocksDBException {
        Database database = Database.open(directory, IndexSettings.defaults());
        Random random = new Random(1);
        Batch ours = new Batch(database);
        try (WriteBatch theirs = new WriteBatch()) {
            for (int i = 0; i < 500; i++) {
                Family family = Family.values()[random.nextInt(Family.values().length)];
                byte[] key = new byte[random.nextInt(300)];
                byte[] value = new byte[i == 100 ? 100_000 : random.nextInt(300)];
                random.nextBytes(key);
                random.nextBytes(value);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        ours.put(family, key, value);
                        theirs.put(database.handle(family), key, value);
                    }
                    case 1 -> {
                        ours.merge(family, key, value);
                        theirs.merge(database.handle(family), key, value);
                    }
                    case 2 -> {
                        ours.delete(family, key);
                        theirs.delete(database.handle(family), key);
                    }
                    default -> {
                        ours.deleteRange(family, key, value);
                        theirs.deleteRange(database.handle(family), key, value);
                    }
                }
            }

            assertThat(ours.toBytes()).isEqualTo(theirs.data());
        }
        database.close();
    }
}
