package dev.annals.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.StringAppendOperator;

/** Looks for canaries in bytes: as they are, in lower case, in Base64 wherever they begin, and in hexadecimal. */
final class SecretHunt {
    private static final List<String> NEEDLES = needles();

    private SecretHunt() {}

    private static List<String> needles() {
        List<String> needles = new ArrayList<>();
        for (String canary : List.of(CanaryEvents.CANARY, CanaryEvents.NUMBER)) {
            needles.add(canary.toLowerCase(Locale.ROOT));
            needles.add(HexFormat.of().formatHex(canary.getBytes(UTF_8)));
            for (String before : List.of("", "x", "xx")) {
                String text = Base64.getEncoder().withoutPadding().encodeToString((before + canary).getBytes(UTF_8));
                int from = (before.length() * 8 + 5) / 6;
                needles.add(text.substring(from, (before.length() + canary.length()) * 8 / 6)
                        .toLowerCase(Locale.ROOT));
            }
        }
        return needles;
    }

    static boolean finds(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return NEEDLES.stream().anyMatch(lower::contains);
    }

    static boolean finds(byte[] bytes) {
        return bytes != null && finds(new String(bytes, ISO_8859_1));
    }

    /** The directories of RocksDB under a directory. */
    static List<Path> databases(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.getFileName().toString().equals("CURRENT"))
                    .map(Path::getParent)
                    .toList();
        }
    }

    /** How many entries of a database hold a secret, and how many it has: every column family, keys and values unpacked. */
    static long[] entries(Path database, Predicate<byte[]> secret) throws RocksDBException {
        RocksDB.loadLibrary();
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        long[] counts = new long[2];
        try (Options options = new Options();
                DBOptions settings = new DBOptions();
                StringAppendOperator appending = new StringAppendOperator("");
                ColumnFamilyOptions family = new ColumnFamilyOptions().setMergeOperator(appending)) {
            RocksDB.listColumnFamilies(options, database.toString())
                    .forEach(name -> families.add(new ColumnFamilyDescriptor(name, family)));
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            try (RocksDB db = RocksDB.openReadOnly(settings, database.toString(), families, handles)) {
                for (ColumnFamilyHandle handle : handles) {
                    try (RocksIterator entry = db.newIterator(handle)) {
                        for (entry.seekToFirst(); entry.isValid(); entry.next()) {
                            counts[0] += secret.test(entry.key()) || secret.test(entry.value()) ? 1 : 0;
                            counts[1]++;
                        }
                        entry.status();
                    }
                }
                handles.forEach(ColumnFamilyHandle::close);
            }
        }
        return counts;
    }
}
