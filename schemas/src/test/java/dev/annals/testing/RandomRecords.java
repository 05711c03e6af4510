package dev.annals.testing;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.CommitPart;
import dev.annals.model.Drift;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.Presentation;
import dev.annals.model.Reject;
import dev.annals.model.RelatedObject;
import dev.annals.model.Standing;
import dev.annals.model.Wording;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Random valid domain records from a seed: every optional part is there about half of the time. */
public final class RandomRecords {
    private static final String[] TYPES = {"job_template", "team", "users", "node_groups", "credential"};
    private static final String[] DURATIONS = {"0", "1.50", "12", "0.001", "3600"};

    private final Random random;
    private final RandomJson json;

    public RandomRecords(long seed) {
        random = new Random(seed);
        json = new RandomJson(random);
    }

    public ChangeEvent change() {
        Operation operation = maybe(() -> pick(Operation.values()));
        boolean both = operation != null && operation.isAssociation();
        return new ChangeEvent(
                id(),
                "source:" + random.nextInt(5),
                random.nextBoolean() ? ChangeEvent.DEFAULT : "tenant-" + random.nextInt(9),
                time(),
                maybe(() -> "2026-01-01T00:00:00.123456789+02:00"),
                random.nextBoolean() ? ChangeEvent.DEFAULT : "rbac",
                maybe(() -> "node" + random.nextInt(9)),
                operation,
                maybe(this::actor),
                object(),
                both ? object() : maybe(this::object),
                maybe(() -> "members"),
                list(this::related),
                maybe(() -> random.nextInt(5) == 0 ? JsonText.NULL : json.object()),
                maybe(() -> random.nextInt(5) == 0 ? JsonText.NULL : json.object()),
                maybe(json::object),
                maybe(this::changes),
                maybe(this::commitPart),
                wording(),
                maybe(this::execution),
                maybe(() -> "10.0.0." + random.nextInt(256)),
                maybe(this::presentation),
                list(() -> pick(new String[] {"", "/a", "/inputs/password", "/m~0n/a~1b", "/0"})),
                labels(),
                maybe(() -> "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                random.nextBoolean());
    }

    public Activity activity() {
        return new Activity(
                random.nextInt(1_000_000) + 1L,
                "tenant-" + random.nextInt(9),
                new Origin("source:1", id(), random.nextInt(64), random.nextLong() >>> 1, recorded()),
                time(),
                maybe(() -> "2026-01-01T00:00:00.123456789+02:00"),
                "rbac",
                maybe(() -> "node1"),
                pick(Operation.values()),
                maybe(this::actor),
                object(),
                maybe(this::object),
                maybe(() -> "members"),
                list(this::related),
                list(() -> new FieldChange(json.text(), maybe(json::value), maybe(json::value))),
                random.nextBoolean(),
                list(() -> new Drift(json.text(), maybe(json::value), maybe(json::value))),
                maybe(this::commitPart),
                wording(),
                maybe(this::execution),
                maybe(() -> "10.0.0.1"),
                maybe(this::presentation),
                labels(),
                maybe(() -> "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                new Standing(
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        maybe(() -> random.nextInt(5) == 0 ? JsonText.NULL : json.object())),
                hash());
    }

    public Commit commit() {
        List<CommitObject> objects = list(() -> new CommitObject(pick(TYPES), id(), maybe(json::text)));
        objects.add(new CommitObject("team", "last", null));
        List<Long> activities = list(() -> random.nextLong() >>> 1);
        activities.add(7L);
        return new Commit(
                random.nextInt(1_000_000) + 1L,
                "tenant-1",
                "rbac",
                maybe(this::id),
                maybe(this::actor),
                objects,
                time(),
                maybe(() -> "10.0.0.1"),
                activities,
                maybe(() -> random.nextLong() >>> 1),
                hash());
    }

    public Reject reject() {
        return new Reject(
                pick(Reject.Reason.values()),
                "id: missing (expected: text)",
                "tenant-1",
                maybe(() -> "source:1"),
                maybe(this::id),
                "annals.changes",
                random.nextInt(9),
                random.nextLong() >>> 1,
                recorded());
    }

    private List<FieldChange> changes() {
        Map<String, FieldChange> changes = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String field = pick(new String[] {"name", "größe", "a/b", "limit"});
            changes.put(field, new FieldChange(field, json.value(), json.value()));
        }
        return new ArrayList<>(changes.values());
    }

    private Actor actor() {
        return new Actor(
                random.nextBoolean() ? Actor.USERS : "service",
                id(),
                maybe(json::text),
                maybe(json::text),
                maybe(json::text),
                maybe(json::text));
    }

    private ObjectRef object() {
        return new ObjectRef(
                pick(TYPES), id(), maybe(json::text), maybe(() -> "/api/v2/teams/7/"), maybe(json::object));
    }

    private RelatedObject related() {
        return new RelatedObject(
                pick(TYPES),
                id(),
                maybe(json::text),
                maybe(() -> "organization"),
                maybe(json::object),
                random.nextInt(8) == 0);
    }

    private CommitPart commitPart() {
        return new CommitPart(id(), maybe(() -> random.nextInt(100)), maybe(() -> random.nextInt(5000) + 1));
    }

    private Wording wording() {
        return random.nextInt(3) == 0
                ? Wording.NONE
                : new Wording("edit", maybe(json::text), maybe(json::text), maybe(json::text));
    }

    private Execution execution() {
        return new Execution(
                maybe(this::id),
                maybe(json::text),
                maybe(() -> "job"),
                maybe(this::time),
                maybe(this::time),
                maybe(() -> new BigDecimal(pick(DURATIONS))),
                maybe(() -> "finished"));
    }

    private Presentation presentation() {
        return new Presentation(
                maybe(json::text), maybe(json::text), maybe(() -> "user"), maybe(() -> "success"), maybe(json::object));
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            labels.put(pick(new String[] {"env", "zone", "área", "b"}), json.text());
        }
        return labels;
    }

    private Hash hash() {
        byte[] bytes = new byte[Hash.LENGTH];
        random.nextBytes(bytes);
        return Hash.of(bytes);
    }

    private String id() {
        return random.nextBoolean() ? Integer.toString(random.nextInt(1000)) : "id-é-" + random.nextInt(1000);
    }

    private Instant time() {
        long seconds = random.nextInt(10) == 0 ? -62_135_596_800L : random.nextInt(2_000_000_000);
        return Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1000L);
    }

    private Instant recorded() {
        return Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(1_000_000_000))
                .truncatedTo(ChronoUnit.MILLIS);
    }

    private <T> T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> list(Supplier<T> value) {
        List<T> all = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            all.add(value.get());
        }
        return all;
    }

    private <T> T pick(T[] of) {
        return of[random.nextInt(of.length)];
    }
}
