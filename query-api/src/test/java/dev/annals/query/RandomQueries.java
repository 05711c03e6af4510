package dev.annals.query;

import com.google.re2j.Pattern;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.CommitFields;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Random questions about {@link Samples}, the same for the same seed; made so that most have some answers and not all. */
final class RandomQueries {
    private static final List<Field> ACTIVITY_FIELDS = List.of(
            ActivityFields.ID,
            ActivityFields.TIME,
            ActivityFields.OPERATION,
            ActivityFields.SERVICE,
            ActivityFields.NODE,
            ActivityFields.ACTOR_ID,
            ActivityFields.ACTOR_TYPE,
            ActivityFields.ACTOR_NAME,
            ActivityFields.ACTOR_USERNAME,
            ActivityFields.ACTOR_FIRST_NAME,
            ActivityFields.ACTOR_LAST_NAME,
            ActivityFields.OBJECT_TYPE,
            ActivityFields.OBJECT_ID,
            ActivityFields.OBJECT_NAME,
            ActivityFields.OBJECT2_TYPE,
            ActivityFields.OBJECT2_ID,
            ActivityFields.OBJECT2_NAME,
            ActivityFields.RELATIONSHIP,
            ActivityFields.LINK_TYPE,
            ActivityFields.CHANGED,
            Samples.CHANGES,
            ActivityFields.COMMIT,
            ActivityFields.IP_ADDRESS,
            ActivityFields.TRACEPARENT,
            ActivityFields.FLAG,
            ActivityFields.PRESENTATION_NAME,
            ActivityFields.label("env"),
            ActivityFields.label("k".repeat(300)),
            Samples.presentationData("project"),
            Samples.presentationData("task"),
            ActivityFields.label("nobody has this"));

    private static final List<Field> COMMIT_FIELDS = List.of(
            CommitFields.NUMBER,
            CommitFields.TIME,
            CommitFields.SERVICE,
            CommitFields.OBJECT_TYPE,
            CommitFields.IP_ADDRESS,
            CommitFields.COMMIT_ID,
            CommitFields.SUBJECT_TYPE,
            CommitFields.subjectId("users"),
            CommitFields.subjectId("tokens"),
            CommitFields.objectId("host"),
            CommitFields.objectId("team"));

    private static final List<String> VALUES = values();

    private static final List<String> PATTERNS = List.of(
            "web",
            "(?i)WEB",
            "^web",
            "server$",
            "[0-9]+",
            "a|b",
            "(we)?b",
            "we?b",
            "x*",
            "\"say .*yes\"",
            "\\[1, 2",
            "(?i)stra.e",
            "名.",
            "^$",
            "b{2,}",
            "web{1}",
            "\\Qa_b%c\\E",
            "(?i)σίσυφος",
            "null, .null");

    private final Random random;
    private final int documents;
    private final boolean ofActivities;

    RandomQueries(long seed, int documents, boolean ofActivities) {
        this.random = new Random(seed);
        this.documents = documents;
        this.ofActivities = ofActivities;
    }

    Query query() {
        return new Query(
                filter(3), order(), random.nextInt(4) == 0 ? 0 : random.nextInt(documents), random.nextInt(40));
    }

    Order order() {
        List<Order.Key> keys = new ArrayList<>();
        do {
            keys.add(new Order.Key(field(), random.nextBoolean(), random.nextBoolean()));
        } while (random.nextInt(3) == 0 && keys.size() < 4);
        return new Order(keys);
    }

    Filter filter(int depth) {
        int kind = random.nextInt(depth > 0 ? 14 : 9);
        return switch (kind) {
            case 9, 10 -> new Filter.And(parts(depth));
            case 11 -> new Filter.Or(parts(depth));
            case 12 -> filter(depth - 1).negated();
            case 13 -> ofActivities ? sameLink() : filter(depth - 1);
            default -> leaf(field());
        };
    }

    private List<Filter> parts(int depth) {
        List<Filter> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(filter(depth - 1));
        }
        return parts;
    }

    private Filter sameLink() {
        String type = pick(Samples.TYPES);
        List<Filter> conditions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Filter condition = leaf(linkField(type));
            conditions.add(
                    switch (random.nextInt(5)) {
                        case 0 -> condition.negated();
                        case 1 -> condition.or(leaf(linkField(type)));
                        default -> condition;
                    });
        }
        return new Filter.SameLink(type, conditions);
    }

    private Filter leaf(Field field) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Filter.Term(field, value(field));
            case 2 -> new Filter.In(field, someValues(field));
            case 3, 4 -> new Filter.Range(field, bound(field), bound(field));
            case 5 -> new Filter.Prefix(field, part(field, true), random.nextBoolean());
            case 6 -> new Filter.Contains(field, part(field, false), random.nextBoolean());
            case 7 -> new Filter.Matches(field, Pattern.compile(pick(PATTERNS)));
            case 8 -> {
                int remainder = random.nextInt(5);
                yield new Filter.Passes(field, value -> Math.floorMod(value.hashCode(), 5) == remainder);
            }
            default -> new Filter.Missing(field);
        };
    }

    private Set<String> someValues(Field field) {
        Set<String> some = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            some.add(value(field));
        }
        return some;
    }

    private Filter.@Nullable Bound bound(Field field) {
        return random.nextInt(3) == 0 ? null : new Filter.Bound(value(field), random.nextBoolean());
    }

    private String value(Field field) {
        return switch (field.kind()) {
            case NUMBER -> Integer.toString(random.nextInt(documents + 10) - 2);
            case TIME ->
                Long.toString(NaiveValues.micros(Samples.START.plusSeconds(random.nextInt(documents) - 100))
                        + random.nextInt(3) * 250_000L);
            case LONG_TEXT -> random.nextInt(4) == 0 ? "{}" : pick(Samples.VALUES);
            case TEXT, ID -> pick(VALUES);
        };
    }

    /** Some of a value, or something near it. */
    private String part(Field field, boolean beginning) {
        String value = field.kind() == Kind.TIME ? "17040" : value(field);
        int[] letters = value.codePoints().toArray();
        int from = beginning || letters.length == 0 ? 0 : random.nextInt(letters.length);
        int length = Math.min(letters.length - from, random.nextInt(4) == 0 ? 400 : 1 + random.nextInt(4));
        String part = new String(letters, from, length);
        return random.nextInt(3) == 0 ? part.toUpperCase(java.util.Locale.ROOT) : part;
    }

    Field field() {
        if (!ofActivities) {
            return pick(COMMIT_FIELDS);
        }
        return random.nextInt(4) == 0 ? linkField(pick(Samples.TYPES)) : pick(ACTIVITY_FIELDS);
    }

    private Field linkField(String type) {
        return switch (random.nextInt(3)) {
            case 0 -> ActivityFields.linkId(type);
            case 1 -> ActivityFields.linkName(type);
            default -> ActivityFields.linkAttribute(type, pick(List.of("kind", "total", "cloud", "none")));
        };
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static List<String> values() {
        List<String> values = new ArrayList<>(List.of(
                "default",
                "rbac",
                "node-1",
                "users",
                "tokens",
                "create",
                "update",
                "delete",
                "associate",
                "members",
                "c7",
                "c12",
                "baseline",
                "presentation",
                "presentation.data",
                "p".repeat(300),
                "Login",
                "prod",
                "dev",
                "T1",
                "10.0.0.1",
                "fe80::1",
                "smart",
                "größer",
                "true",
                "5",
                "web".repeat(66),
                "web".repeat(100) + "z"));
        values.addAll(Samples.WORDS);
        values.addAll(Samples.IDS);
        values.addAll(Samples.USERS);
        values.addAll(Samples.TYPES);
        values.addAll(Samples.FIELDS);
        return List.copyOf(values);
    }
}
