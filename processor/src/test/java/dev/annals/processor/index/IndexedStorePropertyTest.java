package dev.annals.processor.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.SourceOffset.SourcePartition;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.query.Candidates;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.RoaringBitmap;

/** The store against a list, over random documents, reopened and killed at random moments. */
class IndexedStorePropertyTest {
    private static final String[] TENANTS = {"default", "acme", "ünï\u0000"};

    @TempDir
    Path directory;

    private final Map<String, List<IndexedDocument>> appended = new HashMap<>();
    private final Map<String, Long> lastOffset = new HashMap<>();
    private final List<IndexedDocument> log = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aStoreAnswersLikeAListOfItsDocuments(long seed) {
        Random random = new Random(seed);
        RandomDocuments documents = new RandomDocuments(random);
        IndexSettings settings =
                IndexSettings.defaults().withCoalesce(1 + random.nextInt(60)).withSegment(1 + random.nextInt(30));
        IndexedStore store = IndexedStore.open(directory, settings);

        for (int round = 0; round < 12; round++) {
            for (int i = random.nextInt(120); i > 0; i--) {
                appendNext(store, documents, random);
            }
            int event = random.nextInt(6);
            if (event == 0) {
                store.close();
                store = IndexedStore.open(directory, settings);
                assertThat(store.offsets())
                        .as("seed %d, offsets after a close", seed)
                        .isEqualTo(expectedOffsets());
            } else if (event == 1) {
                store.abandon();
                store = IndexedStore.open(directory, settings);
                replay(store);
            }
            for (String tenant : TENANTS) {
                compare(store, tenant, documents, random, "seed " + seed + ", round " + round + ", tenant " + tenant);
            }
        }
        store.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void manyLateDocumentsKeepTheOrderByTime(long seed) {
        Random random = new Random(seed);
        int lateness = new int[] {2_000, 200_000, 2_000_000_000}[(int) seed % 3];
        List<IndexedDocument> all = new ArrayList<>();
        IndexedStore store = IndexedStore.open(directory, IndexSettings.defaults());
        for (int i = 1; i <= 25_000; i++) {
            long time = i * 10L - random.nextInt(lateness) / 10 * 10L;
            all.add(new IndexedDocument("default", i, time, new byte[0], List.of()));
            store.append(all.get(i - 1), new SourceOffset("log", 0, i));
            if (i % 12_000 == 0) {
                compareTimes(store, new NaiveIndex(all), random, "seed " + seed + " at " + i);
            }
            if (i == 20_000) {
                store.close();
                store = IndexedStore.open(directory, IndexSettings.defaults());
            }
        }
        compareTimes(store, new NaiveIndex(all), random, "seed " + seed);
        store.close();
    }

    private void appendNext(IndexedStore store, RandomDocuments documents, Random random) {
        String tenant = TENANTS[random.nextInt(TENANTS.length)];
        List<IndexedDocument> of = appended.computeIfAbsent(tenant, t -> new ArrayList<>());
        IndexedDocument document = documents.next(tenant, of.size() + 1);
        of.add(document);
        log.add(document);
        store.append(document, new SourceOffset("log", 0, log.size() - 1));
        lastOffset.put("log", log.size() - 1L);
    }

    /** Does what a restart does: goes on after the offset the store has; and a bit before, as nothing says it must be exact. */
    private void replay(IndexedStore store) {
        long applied = store.offsets().getOrDefault(new SourcePartition("log", 0), -1L);
        assertThat(applied).isLessThan(log.size());
        for (int offset = (int) Math.max(0, applied - 5); offset < log.size(); offset++) {
            store.append(log.get(offset), new SourceOffset("log", 0, offset));
        }
    }

    private Map<SourcePartition, Long> expectedOffsets() {
        Map<SourcePartition, Long> expected = new HashMap<>();
        lastOffset.forEach((topic, offset) -> expected.put(new SourcePartition(topic, 0), offset));
        return expected;
    }

    private void compare(IndexedStore store, String tenant, RandomDocuments documents, Random random, String where) {
        NaiveIndex naive = new NaiveIndex(appended.getOrDefault(tenant, List.of()));
        try (IndexSnapshot snapshot = store.snapshot(tenant)) {
            assertThat(snapshot.count()).as(where).isEqualTo(naive.count());
            assertThat(snapshot.position()).as(where).isEqualTo(log.size() - 1);
            compareTerms(snapshot, naive, documents, random, where);
            compareTexts(snapshot, naive, documents, where);
            compareRows(snapshot, naive, random, where);
        }
        compareTimes(store, tenant, naive, random, where);
    }

    private static void compareTerms(
            IndexSnapshot snapshot, NaiveIndex naive, RandomDocuments documents, Random random, String where) {
        for (int i = 0; i < 8; i++) {
            Term term = documents.term();
            assertThat(snapshot.postings(term)).as(where + ", " + term).isEqualTo(naive.postings(term));
        }
        for (String field : RandomDocuments.FIELDS) {
            TermRange range = range(documents, random);
            List<byte[]> expected = naive.terms(field, range);
            assertThat(snapshot.hasField(field))
                    .as(where)
                    .isEqualTo(!naive.terms(field, TermRange.all()).isEmpty());
            for (boolean descending : new boolean[] {false, true}) {
                if (descending) {
                    Collections.reverse(expected);
                }
                List<byte[]> visited = new ArrayList<>();
                snapshot.terms(field, range, descending, visited::add);
                assertThat(visited).as(where + ", terms of " + field).containsExactlyElementsOf(expected);

                List<byte[]> walked = new ArrayList<>();
                snapshot.postings(field, range, descending, (value, numbers) -> {
                    assertThat(numbers).as(where).isEqualTo(naive.postings(Term.encoded(field, value)));
                    return walked.add(value);
                });
                assertThat(walked).as(where + ", postings of " + field).containsExactlyElementsOf(expected);
            }
            Predicate<byte[]> accept = value -> value.length % 2 == 0;
            assertThat(snapshot.union(field, range, accept))
                    .as(where + ", union over " + field)
                    .isEqualTo(naive.union(field, range, accept));
        }
    }

    private static TermRange range(RandomDocuments documents, Random random) {
        byte[] one = documents.term().value();
        byte[] other = documents.term().value();
        return switch (random.nextInt(5)) {
            case 0 -> TermRange.all();
            case 1 -> TermRange.prefix(Arrays.copyOf(one, random.nextInt(one.length + 1)));
            case 2 -> TermRange.all().from(one, random.nextBoolean());
            case 3 -> TermRange.all().to(one, random.nextBoolean());
            default -> TermRange.all().from(one, random.nextBoolean()).to(other, random.nextBoolean());
        };
    }

    private static void compareTexts(
            IndexSnapshot snapshot, NaiveIndex naive, RandomDocuments documents, String where) {
        for (int i = 0; i < 12; i++) {
            String needle = documents.needle();
            RoaringBitmap expected = naive.containing(RandomDocuments.TEXT_FIELD, needle);
            Candidates candidates = snapshot.candidates(RandomDocuments.TEXT_FIELD, needle);
            assertThat(RoaringBitmap.andNot(expected, candidates.numbers()))
                    .as(where + ", missing for needle '" + needle + "'")
                    .isEqualTo(new RoaringBitmap());
            if (candidates.exact()) {
                assertThat(candidates.numbers())
                        .as(where + ", exact for needle '" + needle + "'")
                        .isEqualTo(expected);
            }
        }
    }

    private static void compareRows(IndexSnapshot snapshot, NaiveIndex naive, Random random, String where) {
        RoaringBitmap some = naive.where(document -> random.nextInt(8) == 0);
        some.add(naive.count() + 5);
        for (boolean descending : new boolean[] {false, true}) {
            RoaringBitmap wanted = random.nextBoolean() ? some : snapshot.all();
            List<Long> expected = new ArrayList<>();
            wanted.forEach((int number) -> {
                if (number <= naive.count()) {
                    expected.add(descending ? 0 : expected.size(), (long) number);
                }
            });
            List<Long> visited = new ArrayList<>();
            snapshot.scan(wanted, descending, (number, row) -> {
                assertThat(row).as(where).isEqualTo(naive.document(number).row());
                return visited.add(number);
            });
            assertThat(visited).as(where).isEqualTo(expected);
        }
        if (naive.count() > 0) {
            long number = 1 + random.nextInt(naive.count());
            assertThat(snapshot.rows(new long[] {number, 1, number}))
                    .as(where)
                    .containsExactly(
                            naive.document(number).row(),
                            naive.document(1).row(),
                            naive.document(number).row());
            compareNeighbours(snapshot, naive, random, where);
        }
    }

    private static void compareNeighbours(IndexSnapshot snapshot, NaiveIndex naive, Random random, String where) {
        int gap = 1 + random.nextInt(3);
        long first = 1 + random.nextInt(naive.count());
        long[] numbers = LongStream.iterate(first, n -> n <= naive.count(), n -> n + 1 + random.nextInt(gap))
                .limit(60)
                .toArray();
        if (random.nextBoolean()) {
            numbers = Arrays.stream(numbers)
                    .boxed()
                    .sorted(Comparator.reverseOrder())
                    .mapToLong(Long::longValue)
                    .toArray();
        }
        List<byte[]> expected =
                Arrays.stream(numbers).mapToObj(n -> naive.document(n).row()).toList();
        assertThat(snapshot.rows(numbers))
                .as("%s %s", where, Arrays.toString(numbers))
                .containsExactlyElementsOf(expected);
    }

    private static void compareTimes(IndexedStore store, NaiveIndex naive, Random random, String where) {
        compareTimes(store, "default", naive, random, where);
    }

    private static void compareTimes(IndexedStore store, String tenant, NaiveIndex naive, Random random, String where) {
        if (naive.count() == 0) {
            return;
        }
        try (IndexSnapshot snapshot = store.snapshot(tenant)) {
            for (int i = 0; i < 4; i++) {
                long from = naive.document(1 + random.nextInt(naive.count())).timeMicros();
                long to = naive.document(1 + random.nextInt(naive.count())).timeMicros();
                boolean fromInclusive = random.nextBoolean();
                boolean toInclusive = random.nextBoolean();
                assertThat(snapshot.between(from, fromInclusive, to, toInclusive))
                        .as(where + ", between " + from + " and " + to)
                        .isEqualTo(naive.between(from, fromInclusive, to, toInclusive));

                int share = 1 + random.nextInt(50);
                RoaringBitmap matching =
                        random.nextBoolean() ? snapshot.all() : naive.where(document -> random.nextInt(share) == 0);
                long skip = random.nextInt(naive.count() + 2);
                int size = random.nextInt(200);
                boolean descending = random.nextBoolean();
                assertThat(snapshot.pageByTime(matching, skip, size, descending))
                        .as(where + ", page by time")
                        .isEqualTo(naive.pageByTime(matching, skip, size, descending));
                long[] byNumber = matching.toArray().length == 0
                        ? new long[0]
                        : Arrays.stream(matching.toArray()).asLongStream().toArray();
                assertThat(snapshot.pageByNumber(matching, skip, size, false))
                        .as(where + ", page by number")
                        .isEqualTo(
                                Arrays.stream(byNumber).skip(skip).limit(size).toArray());
            }
        }
    }
}
