package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.CommitPart;
import dev.annals.model.Drift;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import dev.annals.processor.view.Field;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Random activities and commits, the same for the same seed: few distinct values so that filters meet, late times, several
 * links, missing and very long values, letters of many scripts.
 */
public final class Samples {
    /** When the first document happens, before any is late. */
    public static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    /** The text of what changed, the one field of long text that there is. */
    static final Field CHANGES = Field.of("changes", Field.Kind.LONG_TEXT);

    static final List<String> TYPES = List.of("job_template", "inventory", "host", "team", "user");
    static final List<String> WORDS = List.of(
            "",
            "web",
            "Web server",
            "db-1",
            "DB-10",
            "straße",
            "STRASSE",
            "Ünïcode",
            "名前",
            "ΣΊΣΥΦΟΣ",
            "σίσυφος",
            "😀 smile",
            "a_b%c",
            "x\"quoted\"",
            "back\\slash",
            "web".repeat(100),
            "web".repeat(100) + "!",
            "ü".repeat(200),
            "İstanbul");
    static final List<String> IDS =
            List.of("0", "1", "2", "9", "10", "11", "100", "007", "-1", "a7", "kubernetes", "99999999999999999999");
    static final List<String> USERS = List.of("admin", "alice", "bob", "Änne", "carol");
    static final List<String> FIELDS = List.of("name", "description", "enabled", "limit", "variables", "id", "größe");
    static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "1.50",
            "\"\"",
            "\"web server\"",
            "\"Web\"",
            "\"say \\\"hi\\\": yes, no\"",
            "[1,2,{\"a\":\"b,c\"}]",
            "{\"key\":[true,null],\"tail\":\"x:y\"}",
            "\"straße 名前\"",
            "\"4f7a-91bc\"");

    private final Random random;

    /** Samples that follow from a seed. */
    public Samples(long seed) {
        this.random = new Random(seed);
    }

    /** Activities first to last of one tenant, about a second apart and some of them late. */
    public List<Activity> activities(String tenant, long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(id -> activity(tenant, id))
                .toList();
    }

    /** Commits first to last of one tenant; commit n is of activities 2n-1 and 2n. */
    public List<Commit> commits(String tenant, long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(number -> commit(tenant, number))
                .toList();
    }

    /** One activity. */
    public Activity activity(String tenant, long id) {
        Operation operation = pick(List.of(Operation.values()));
        ObjectRef object = object();
        boolean two = operation.isAssociation();
        return new Activity(
                id,
                tenant,
                new Origin("test:samples", "e" + id, 0, id - 1, START.plusSeconds(id)),
                time(id),
                null,
                pick(List.of("default", "rbac", "classifier")),
                maybe(pick(List.of("node-1", "node-2"))),
                operation,
                random.nextInt(5) == 0 ? null : actor(),
                object,
                two ? object() : null,
                two ? maybe(pick(List.of("members", "awx.main.models.rbac.Role_members"))) : null,
                related(),
                changes(operation),
                random.nextInt(10) == 0,
                random.nextInt(10) == 0 ? List.of(new Drift("name", JsonText.NULL, null)) : List.of(),
                random.nextBoolean() ? new CommitPart("c" + random.nextInt(50), null, null) : null,
                Wording.NONE,
                null,
                maybe(pick(List.of("10.0.0.1", "10.0.0.2, 192.168.0.1", "fe80::1"))),
                random.nextInt(4) == 0 ? presentation() : null,
                labels(),
                maybe("00-4bf92f3577b34da6a3ce929d0e0e47" + id % 7),
                Hash.ZERO);
    }

    /** One commit. */
    public Commit commit(String tenant, long number) {
        Map<String, CommitObject> objects = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            ObjectRef object = object();
            objects.putIfAbsent(
                    object.type() + "/" + object.id(), new CommitObject(object.type(), object.id(), object.name()));
        }
        return new Commit(
                number,
                tenant,
                pick(List.of("default", "rbac", "classifier")),
                maybe("c" + number),
                random.nextInt(5) == 0 ? null : actor(),
                List.copyOf(objects.values()),
                time(number),
                maybe("10.0.0." + random.nextInt(5)),
                List.of(2 * number - 1, 2 * number),
                null,
                Hash.ZERO);
    }

    /** One of several. */
    public <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private Instant time(long number) {
        Instant inOrder = START.plusSeconds(number).plus(random.nextInt(3) * 250_000L, ChronoUnit.MICROS);
        return switch (random.nextInt(20)) {
            case 0 -> inOrder.minus(random.nextInt(3000), ChronoUnit.DAYS);
            case 1, 2 -> inOrder.minusSeconds(random.nextInt(600));
            case 3 -> START;
            default -> inOrder;
        };
    }

    private Actor actor() {
        int user = random.nextInt(USERS.size());
        String name = USERS.get(user);
        return new Actor(
                random.nextInt(8) == 0 ? "tokens" : Actor.USERS,
                user == 3 ? "uuid-3" : Integer.toString(user * 7),
                maybe(name + " " + name),
                maybe(name),
                maybe(name.substring(0, 1)),
                maybe(pick(WORDS)));
    }

    private ObjectRef object() {
        return new ObjectRef(pick(TYPES), pick(IDS), maybe(pick(WORDS)), null, summary());
    }

    private List<RelatedObject> related() {
        List<RelatedObject> related = new ArrayList<>();
        for (int i = random.nextInt(4) - 1; i > 0; i--) {
            related.add(new RelatedObject(
                    pick(TYPES), pick(IDS), maybe(pick(WORDS)), maybe("role"), summary(), random.nextInt(6) == 0));
        }
        return related;
    }

    private @Nullable JsonText summary() {
        return random.nextInt(3) > 0
                ? null
                : new JsonText("{\"kind\":\"" + pick(List.of("smart", "plain", "größer")) + "\",\"total\":"
                        + random.nextInt(12) + ",\"nested\":{\"kind\":1},\"cloud\":" + random.nextBoolean()
                        + ",\"none\":null}");
    }

    private List<FieldChange> changes(Operation operation) {
        List<FieldChange> changes = new ArrayList<>();
        int offset = random.nextInt(FIELDS.size());
        for (int i = random.nextInt(4); i > 0; i--) {
            changes.add(new FieldChange(
                    FIELDS.get((offset + i) % FIELDS.size()),
                    operation == Operation.CREATE ? null : new JsonText(pick(VALUES)),
                    operation == Operation.DELETE ? null : new JsonText(pick(VALUES))));
        }
        return changes;
    }

    private Presentation presentation() {
        return new Presentation(
                maybe(pick(List.of("Login", "Task", "Survey"))),
                null,
                null,
                null,
                random.nextInt(4) == 0
                        ? null
                        : new JsonText("{\"project\":"
                                + pick(List.of("0", "1", "2", "[3,null,\"4\",{}]", "\"" + "p".repeat(300) + "\""))
                                + ",\"task\":\"" + pick(List.of("T1", "T2", "7")) + "\"}"));
    }

    private Map<String, String> labels() {
        return switch (random.nextInt(4)) {
            case 0 -> Map.of("env", pick(List.of("prod", "dev")));
            case 1 -> Map.of("env", "prod", "k".repeat(300), pick(WORDS));
            default -> Map.of();
        };
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextInt(4) == 0 ? null : value;
    }

    /** The same activity with one change to a text of so many characters. */
    static Activity withChangeOf(Activity activity, int characters) {
        return withChanges(
                activity, List.of(new FieldChange("notes", null, new JsonText("\"" + "x".repeat(characters) + "\""))));
    }

    /** The same activity with these changes. */
    static Activity withChanges(Activity a, List<FieldChange> changes) {
        return new Activity(
                a.id(),
                a.tenant(),
                a.origin(),
                a.time(),
                a.timeText(),
                a.serviceId(),
                a.node(),
                a.operation(),
                a.actor(),
                a.object(),
                a.object2(),
                a.relationship(),
                a.related(),
                changes,
                a.baseline(),
                a.drift(),
                a.commit(),
                a.wording(),
                a.execution(),
                a.ipAddress(),
                a.presentation(),
                a.labels(),
                a.traceparent(),
                a.hash());
    }

    /** A field of several values that a dialect adds. */
    static Field presentationData(String key) {
        return Field.keyed("presentation.data", Field.Kind.ID, key);
    }
}
