package dev.annals.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.processor.index.IndexedStore;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.FieldTerms;
import dev.annals.processor.view.Field.Kind;
import dev.annals.processor.view.IndexAccess.Log;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.RoaringBitmap;

/** The planner on more documents than two chunks hold: sealed ones, growing ones and the boundaries between them. */
class PlannerChunksTest {
    private static final int DOCUMENTS = 140_000;
    private static final long SEED = 20240101;

    private static final Field NUMBER = Field.of("number", Kind.NUMBER);
    private static final Field TIME = Field.of("time", Kind.TIME);
    private static final Field KIND = Field.of("kind", Kind.TEXT);
    private static final Field RARE = Field.of("rare", Kind.ID);
    private static final Field TAG = Field.keyed("tag", Kind.TEXT, "color");
    /** Many values; some are so long that the index keeps only their common beginning. */
    private static final Field NAME = Field.of("name", Kind.TEXT);

    private static final List<Field> FIELDS = List.of(NUMBER, TIME, KIND, RARE, TAG, NAME);

    /** A small document; a rare value below 0 is none. */
    private record Small(long number, long time, String kind, int rare, List<String> tags, String name) {
        static Small of(byte[] row) {
            String[] parts = new String(row, StandardCharsets.UTF_8).split(",", -1);
            List<String> tags = parts[4].isEmpty() ? List.of() : List.of(parts[4].split(" "));
            return new Small(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    parts[2],
                    Integer.parseInt(parts[3]),
                    tags,
                    parts[5]);
        }

        byte[] row() {
            return (number + "," + time + "," + kind + "," + rare + "," + String.join(" ", tags) + "," + name)
                    .getBytes(StandardCharsets.UTF_8);
        }

        List<String> values(Field field) {
            return switch (field.column()) {
                case "number" -> List.of(Long.toString(number));
                case "time" -> List.of(Long.toString(time));
                case "kind" -> List.of(kind);
                case "name" -> name.isEmpty() ? List.of() : List.of(name);
                case "rare" -> rare < 0 ? List.of() : List.of(Integer.toString(rare));
                default -> tags;
            };
        }
    }

    private static final RowDecoder<Small> DOCUMENTS_OF =
            new RowDecoder<>(Small::of, small -> small::values, (small, type) -> List.of());
    private static final NaiveFilter<Small> NAIVE = new NaiveFilter<>(Small::number, Small::values, small -> List.of());

    @TempDir
    static Path directory;

    private static IndexedStore store;
    private static List<Small> all;

    @BeforeAll
    static void index() {
        Random random = new Random(SEED);
        store = IndexedStore.open(directory, IndexSettings.defaults().withCoalesce(5_000));
        all = new ArrayList<>();
        for (int number = 1; number <= DOCUMENTS; number++) {
            Small small = small(random, number);
            all.add(small);
            store.append(document(small), new SourceOffset("log", 0, number));
        }
    }

    private static Small small(Random random, int number) {
        return new Small(
                number,
                random.nextInt(4) == 0 ? random.nextInt(DOCUMENTS) : number,
                "k" + random.nextInt(7),
                random.nextInt(300) == 0 ? random.nextInt(40) : -1,
                tags(random),
                name(random));
    }

    private static String name(Random random) {
        return switch (random.nextInt(60)) {
            case 0 -> "";
            case 1 -> "n3".repeat(90) + random.nextInt(30);
            default -> "n" + random.nextInt(30_000);
        };
    }

    private static List<String> tags(Random random) {
        List<String> colors = List.of("blue", "green", "red", "rose");
        return colors.stream().filter(color -> random.nextInt(3) == 0).toList();
    }

    private static IndexedDocument document(Small small) {
        List<Term> terms = new ArrayList<>();
        for (Field field : List.of(KIND, RARE, TAG, NAME)) {
            small.values(field).forEach(value -> terms.add(FieldTerms.term(field, value)));
        }
        return new IndexedDocument("default", small.number(), small.time(), small.row(), terms);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void randomQuestionsHaveTheNaiveAnswer() {
        Random random = new Random(SEED + 1);
        try (IndexSnapshot index = store.snapshot("default")) {
            Source<Small> source = source(index, new FieldOrders(64 * 1024 * 1024));
            for (int i = 0; i < 15; i++) {
                Filter filter = filter(random, 2);
                Order order = order(random);
                List<Small> expected = all.stream()
                        .filter(small -> NAIVE.matches(filter, small))
                        .sorted(NAIVE.comparator(order))
                        .toList();

                RoaringBitmap matching = new Planner<>(source).matching(filter);

                assertThat(matching.getLongCardinality())
                        .as("seed %d, question %d: count of %s", SEED, i, filter)
                        .isEqualTo(expected.size());
                Sorter<Small> sorter = new Sorter<>(source, order);
                for (int page = 0; page < 3; page++) {
                    int skip = random.nextInt(expected.size() + 10);
                    assertThat(sorter.page(matching, skip, 30))
                            .as("seed %d, question %d: %s by %s from %d", SEED, i, filter, order, skip)
                            .containsExactly(expected.stream()
                                    .skip(skip)
                                    .limit(30)
                                    .mapToLong(Small::number)
                                    .toArray());
                }
            }
        }
    }

    @Test
    void whatStandsTwiceIsOnEveryPageThatItBelongsTo() {
        Random random = new Random(SEED + 3);
        try (IndexSnapshot index = store.snapshot("default")) {
            Source<Small> source = source(index, new FieldOrders(64 * 1024 * 1024));
            for (int i = 0; i < 6; i++) {
                Filter filter = new Filter.Term(KIND, "k" + random.nextInt(7));
                Filter twice = new Filter.In(RARE, Set.of("3", Integer.toString(random.nextInt(40))));
                Order order = order(random);
                List<Long> expected = all.stream()
                        .filter(small -> NAIVE.matches(filter, small))
                        .sorted(NAIVE.comparator(order))
                        .flatMap(small ->
                                Collections.nCopies(NAIVE.matches(twice, small) ? 2 : 1, small.number()).stream())
                        .toList();
                RoaringBitmap matching = new Planner<>(source).matching(filter);
                RoaringBitmap twiceIn = RoaringBitmap.and(matching, new Planner<>(source).matching(twice));
                Copies copies = new Copies(new Sorter<>(source, order), matching, twiceIn);
                int first = IntStream.range(1, expected.size())
                        .filter(at -> expected.get(at).equals(expected.get(at - 1)))
                        .findFirst()
                        .orElse(1);
                for (int skip :
                        List.of(0, first - 1, first, first + 1, random.nextInt(expected.size()), expected.size())) {
                    assertThat(copies.page(skip, 30))
                            .as("seed %d, question %d: %s by %s from %d", SEED, i, filter, order, skip)
                            .containsExactly(expected.stream()
                                    .skip(skip)
                                    .limit(30)
                                    .mapToLong(Long::longValue)
                                    .toArray());
                }
            }
        }
    }

    @Test
    void anOrderIsBuiltBehindTheQuestionsAndNoneWaitsForIt() {
        List<Consumer<Source<?>>> waiting = new ArrayList<>();
        FieldOrders orders = new FieldOrders(64 * 1024 * 1024, (key, work, done) -> waiting.add(work));
        try (IndexSnapshot index = store.snapshot("default")) {
            Source<Small> source = source(index, orders);
            Sorter<Small> sorter = new Sorter<>(source, new Order(List.of(new Order.Key(NAME, false))));

            long[] walked = sorter.page(index.all(), 60_000, 20);
            sorter.page(index.all(), 70_000, 20);
            boolean absent = orders.of(source, NAME, false).isEmpty();
            waiting.get(0).accept(source);

            assertThat(absent).isTrue();
            assertThat(waiting).hasSize(1);
            assertThat(orders.of(source, NAME, false)).isPresent();
            assertThat(sorter.page(index.all(), 60_000, 20)).isEqualTo(walked);
        }
    }

    @Test
    void aSessionHoldsOnlySoMuchInMemory() {
        Effort effort = new Effort(new Gate(1, 0), "test", Duration.ofMinutes(5), Long.MAX_VALUE, 40_000);
        Filter many = new Filter.Or(IntStream.range(0, 7)
                .<Filter>mapToObj(kind -> new Filter.Term(KIND, "k" + kind))
                .toList());
        try (IndexSnapshot index = store.snapshot("default")) {
            Source<Small> all = source(index, new FieldOrders(0));
            Source<Small> bounded =
                    new Source<>(Log.ACTIVITIES, "default", index, DOCUMENTS_OF, index.all(), effort, all.orders(), 50);

            assertThat(new Planner<>(all).matching(many).getLongCardinality()).isEqualTo(DOCUMENTS);
            assertThatThrownBy(() -> new Planner<>(bounded).matching(many))
                    .isInstanceOf(TooMuch.class)
                    .hasMessageContaining("MB in memory");
        }
    }

    private static Source<Small> source(IndexSnapshot index, FieldOrders orders) {
        return new Source<>(
                Log.ACTIVITIES,
                "default",
                index,
                DOCUMENTS_OF,
                index.all(),
                new Effort(new Gate(1, 0), "test", Duration.ofMinutes(5), Long.MAX_VALUE, Long.MAX_VALUE),
                orders,
                50);
    }

    /** The bound of memory in bytes: orders of fields are kept, or none is. */
    @ParameterizedTest
    @ValueSource(longs = {64 * 1024 * 1024, 0})
    void pagesInOrderOfAnyFieldStayRightWhileTheLogGrows(long bytes, @TempDir Path other) {
        Random random = new Random(SEED + 2);
        FieldOrders orders = new FieldOrders(bytes);
        List<Small> grown = new ArrayList<>();
        try (IndexedStore growing = IndexedStore.open(other, IndexSettings.defaults())) {
            for (int more : List.of(40_000, 300, 1, 900, 2_500, 700, 40)) {
                for (int i = 0; i < more; i++) {
                    Small small = small(random, grown.size() + 1);
                    grown.add(small);
                    growing.append(document(small), new SourceOffset("log", 0, small.number()));
                }
                try (IndexSnapshot index = growing.snapshot("default")) {
                    Source<Small> source = source(index, orders);
                    for (Field field : List.of(KIND, RARE, TAG, NAME)) {
                        boolean descending = random.nextBoolean();
                        Order order = new Order(
                                List.of(new Order.Key(field, descending), new Order.Key(TIME, random.nextBoolean())));
                        Filter filter = random.nextBoolean() ? Filter.ALL : new Filter.Term(KIND, "k3").negated();
                        List<Small> expected = grown.stream()
                                .filter(small -> NAIVE.matches(filter, small))
                                .sorted(NAIVE.comparator(order))
                                .toList();
                        RoaringBitmap matching = new Planner<>(source).matching(filter);
                        for (int page = 0; page < 4; page++) {
                            int skip = random.nextInt(expected.size());
                            assertThat(new Sorter<>(source, order).page(matching, skip, 30))
                                    .as("%d documents by %s from %d", grown.size(), order, skip)
                                    .containsExactly(expected.stream()
                                            .skip(skip)
                                            .limit(30)
                                            .mapToLong(Small::number)
                                            .toArray());
                        }
                    }
                }
            }
        }
    }

    private static Filter filter(Random random, int depth) {
        if (depth > 0) {
            switch (random.nextInt(5)) {
                case 0:
                    return filter(random, depth - 1).and(filter(random, depth - 1));
                case 1:
                    return filter(random, depth - 1).or(filter(random, depth - 1));
                case 2:
                    return filter(random, depth - 1).negated();
                default:
                    break;
            }
        }
        return switch (random.nextInt(9)) {
            case 0 -> new Filter.Term(KIND, "k" + random.nextInt(8));
            case 1 -> new Filter.Prefix(TAG, "r", random.nextBoolean());
            case 2 -> new Filter.Range(RARE, new Filter.Bound("9", false), new Filter.Bound("20", true));
            case 3 -> new Filter.Range(NUMBER, bound(random), bound(random));
            case 4 -> new Filter.Range(TIME, bound(random), bound(random));
            case 5 -> new Filter.Missing(RARE);
            case 6 -> new Filter.Contains(TAG, "e", true);
            case 7 -> new Filter.Prefix(NAME, "n3", random.nextBoolean());
            default -> new Filter.Missing(TAG);
        };
    }

    private static Filter.Bound bound(Random random) {
        int[] edges = {1, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, DOCUMENTS};
        int value = random.nextBoolean() ? edges[random.nextInt(edges.length)] : random.nextInt(DOCUMENTS);
        return new Filter.Bound(Integer.toString(value), random.nextBoolean());
    }

    private static Order order(Random random) {
        List<Order.Key> keys = new ArrayList<>();
        do {
            keys.add(new Order.Key(
                    FIELDS.get(random.nextInt(FIELDS.size())), random.nextBoolean(), random.nextBoolean()));
        } while (random.nextBoolean());
        return new Order(keys);
    }
}
