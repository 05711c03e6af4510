package dev.annals.bench;

import dev.annals.processor.index.IndexedStore;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.IndexedDocument.Text;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;
import org.roaringbitmap.RoaringBitmap;

/**
 * What the indexed store costs: documents a second while writing, milliseconds an answer while reading.
 *
 * <p>{@code java -cp deploy/bench/target/benchmarks.jar dev.annals.bench.IndexBench DOCUMENTS DIRECTORY [texts]}. The directory
 * must not hold an index yet. With {@code texts} each document also has a text of about 200 characters.
 */
public final class IndexBench {
    private static final long START_MICROS = 1_700_000_000_000_000L;
    private static final int ROUNDS = 41;

    private final int documents;
    private final boolean texts;
    private final IndexedStore store;

    private IndexBench(int documents, Path directory, boolean texts) {
        this.documents = documents;
        this.texts = texts;
        this.store = IndexedStore.open(directory, IndexSettings.defaults());
    }

    /** Runs everything and prints one line each. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            System.err.println("usage: IndexBench DOCUMENTS DIRECTORY [texts]");
            System.exit(2);
        }
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        IndexBench bench = new IndexBench(
                Integer.parseInt(arguments[0]), directory, arguments.length > 2 && arguments[2].equals("texts"));
        bench.write();
        bench.read();
        bench.store.close();
        IndexBench again = new IndexBench(bench.documents, directory, bench.texts);
        again.once("first count after reopening", () -> again.half().getLongCardinality());
        again.store.close();
    }

    private void write() {
        Random random = new Random(1);
        long inStore = 0;
        long onCore = 0;
        long slowest = 0;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int from = 1; from <= documents; from += 100_000) {
            List<IndexedDocument> prepared = new ArrayList<>();
            for (int number = from; number < Math.min(from + 100_000, documents + 1); number++) {
                prepared.add(document(number, random));
            }
            long startOnCore = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            for (IndexedDocument document : prepared) {
                store.append(document, new SourceOffset("log", 0, document.number()));
            }
            store.flush();
            long took = System.nanoTime() - start;
            slowest = Math.max(slowest, took);
            inStore += took;
            onCore += threads.getCurrentThreadCpuTime() - startOnCore;
        }
        print("append", documents / (inStore / 1e9), "documents/s");
        print("append, by processor time of the writing thread", documents / (onCore / 1e9), "documents/s");
        print("append, slowest 100,000", 100_000 / (slowest / 1e9), "documents/s");
    }

    private IndexedDocument document(int number, Random random) {
        int actor = (int) Math.abs(random.nextGaussian() * 300) % 1000;
        int object = random.nextInt(200_000);
        List<Term> terms = List.of(
                Term.text("parity", number % 2 == 0 ? "even" : "odd"),
                Term.text("operation", "op" + random.nextInt(5)),
                Term.id("actor", String.valueOf(actor)),
                Term.id("object", String.valueOf(object)),
                Term.text("service", "service" + random.nextInt(8)),
                Term.text("node", "node-" + random.nextInt(50) + ".example.org"),
                Term.text("name", "object number " + object),
                Term.id("commit", String.valueOf(number / 3)),
                Term.text("label", "label" + random.nextInt(100)),
                Term.text("type", "type" + random.nextInt(20)));
        String row = "{\"id\":" + number + ",\"actor\":{\"type\":\"users\",\"id\":\"" + actor
                + "\"},\"object\":{\"id\":\""
                + object + "\",\"name\":\"object number " + object + "\"},\"changes\":{\"a\":[" + random.nextInt() + ","
                + random.nextInt() + "],\"description\":[\"before the change\",\"after the change\"]}}";
        // One in ten is late by up to five seconds at a thousand documents a second.
        long late = random.nextInt(10) == 0 ? random.nextInt(5_000_000) : 0;
        List<Text> text = texts ? List.of(new Text("changes", text(number, random))) : List.of();
        return new IndexedDocument(
                "default",
                number,
                START_MICROS + number * 1000L - late,
                row.getBytes(StandardCharsets.UTF_8),
                terms,
                text);
    }

    private static String text(int number, Random random) {
        StringBuilder text = new StringBuilder(240).append("{\"description\": [\"");
        for (int i = 0; i < 20; i++) {
            text.append("word")
                    .append(Integer.toString((int) Math.abs(random.nextGaussian() * 4000), 36))
                    .append(' ');
        }
        text.append("\", \"").append(Integer.toString(number % 10_000, 36)).append("rare\"], \"port\": [");
        return text.append(random.nextInt(65_536))
                .append(", ")
                .append(random.nextInt(65_536))
                .append("]}")
                .toString();
    }

    private RoaringBitmap half() {
        try (IndexSnapshot snapshot = store.snapshot("default")) {
            return snapshot.postings(Term.text("parity", "even"));
        }
    }

    private void read() {
        once("half of all, first time", () -> half().getLongCardinality());
        try (IndexSnapshot snapshot = store.snapshot("default")) {
            RoaringBitmap half = half();
            Term[] three = {Term.text("parity", "even"), Term.text("operation", "op3"), Term.text("service", "service5")
            };
            median("half of all", () -> half().getLongCardinality());
            median(
                    "three terms together",
                    () -> RoaringBitmap.and(
                                    RoaringBitmap.and(snapshot.postings(three[0]), snapshot.postings(three[1])),
                                    snapshot.postings(three[2]))
                            .getLongCardinality());
            int[] turn = new int[1];
            median(
                    "a rare term, never asked before",
                    () -> snapshot.postings(Term.id("object", String.valueOf(turn[0]++ * 977)))
                            .getLongCardinality());
            median(
                    "a term of a thousandth, never asked before",
                    () -> snapshot.postings(Term.id("actor", String.valueOf(turn[0]++)))
                            .getLongCardinality());
            long middle = documents / 2;
            median("page by number in the middle", () -> snapshot.pageByNumber(snapshot.all(), middle, 100, false)[0]);
            median("page by number of the half", () -> snapshot.pageByNumber(half, middle / 2, 100, true)[0]);
            median("page by time in the middle", () -> snapshot.pageByTime(snapshot.all(), middle, 100, false)[0]);
            median("page by time of the half", () -> snapshot.pageByTime(half, middle / 2, 100, true)[0]);
            median(
                    "time range of a third",
                    () -> snapshot.between(
                                    START_MICROS + documents * 333L, true, START_MICROS + documents * 666L, false)
                            .getLongCardinality());
            median(
                    "union over 200,000 names",
                    () -> snapshot.union(
                                    "name",
                                    TermRange.all(),
                                    value -> value[value.length - 1] == '7' && value[value.length - 2] == '7')
                            .getLongCardinality());
            once("distinct terms visited", () -> {
                long[] visited = new long[1];
                snapshot.terms("commit", TermRange.all(), false, value -> ++visited[0] > 0);
                return visited[0];
            });
            median(
                    "100 rows at random",
                    () -> snapshot.rows(new Random(turn[0]++)
                                    .longs(100, 1, documents + 1L)
                                    .toArray())
                            .size());
            once("rows scanned", () -> {
                long[] visited = new long[1];
                snapshot.scan(snapshot.all(), false, (number, row) -> ++visited[0] > 0);
                return visited[0];
            });
            if (texts) {
                median(
                        "piece of a word in 1 of 10,000",
                        () -> snapshot.candidates("changes", Integer.toString(1000 + turn[0]++, 36) + "RAR")
                                .numbers()
                                .getLongCardinality());
                median(
                        "piece of a word in nearly all",
                        () -> snapshot.candidates("changes", "ord1").numbers().getLongCardinality());
                median(
                        "two letters",
                        () -> snapshot.candidates("changes", "zz").numbers().getLongCardinality());
                median(
                        "three words",
                        () -> snapshot.candidates("changes", "word12 word1")
                                .numbers()
                                .getLongCardinality());
            }
        }
        Random random = new Random(2);
        int[] number = {documents};
        median("append one, then count the half", () -> {
            IndexedDocument next = document(++number[0], random);
            store.append(next, new SourceOffset("log", 0, next.number()));
            return half().getLongCardinality();
        });
        median("append one, then the newest page by time", () -> {
            IndexedDocument next = document(++number[0], random);
            store.append(next, new SourceOffset("log", 0, next.number()));
            try (IndexSnapshot snapshot = store.snapshot("default")) {
                return snapshot.pageByTime(snapshot.all(), 0, 25, true)[0];
            }
        });
    }

    private void once(String what, LongSupplier question) {
        long start = System.nanoTime();
        long answer = question.getAsLong();
        print(what + " (" + answer + ")", (System.nanoTime() - start) / 1e6, "ms");
    }

    private void median(String what, LongSupplier question) {
        long[] nanos = new long[ROUNDS];
        long answer = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            answer = question.getAsLong();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        print(what + " (" + answer + ")", nanos[ROUNDS / 2] / 1e6, "ms");
    }

    private static void print(String what, double value, String unit) {
        System.out.printf(Locale.ROOT, "%-60s %,12.3f %s%n", what, value, unit);
    }
}
