package dev.annals.dialect.sdelements;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.Hash;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random activities with all that filters of SD Elements look at: types in every spelling, ids with and without letters,
 * presentations with any of their parts, data with lists, long texts and many keys.
 */
final class RandomTrail {
    static final Instant START = Instant.parse("2016-03-30T15:14:46Z");
    static final List<String> TYPES = List.of(
            "user",
            "users",
            "User",
            "group",
            "Groups",
            "project",
            "projects",
            "application",
            "business_unit",
            "businessUnits",
            "standard",
            "standards",
            "team",
            "job_template",
            "report_To_team",
            "us_er",
            "user_desc",
            "名前",
            "--");
    static final List<String> IDS =
            List.of("1", "2", "7", "21", "U7", "G1", "T21", "CT5", "007", "a b", "12345678901234567890");
    static final List<String> NAMES = List.of(
            "group A",
            "Example BU 500",
            "Cindy Lu",
            "1",
            "",
            "größer",
            "T21: Ensure confidential data",
            "x".repeat(700));
    static final List<String> GIVEN = List.of(
            "CreatedGroupActivity", "MarkedTaskActivity", "LoggedInActivity", "createdgroupactivity", "Ünï", "");
    private static final List<String> KEYS = List.of(
            "user",
            "user_desc",
            "group",
            "group_desc",
            "application",
            "application_desc",
            "business_unit",
            "business_unit_desc",
            "project",
            "project_desc",
            "standard",
            "standard_desc",
            "status",
            "task_desc");

    private final Random random;

    RandomTrail(long seed) {
        this.random = new Random(seed);
    }

    List<Activity> activities(int count) {
        List<Activity> activities = new ArrayList<>();
        for (long id = 1; id <= count; id++) {
            activities.add(activity(id));
        }
        return activities;
    }

    private Activity activity(long id) {
        Operation operation = pick(List.of(Operation.values()));
        Instant time = START.plus(id * 500_000L + random.nextInt(4) * 1_000_001L, ChronoUnit.MICROS);
        boolean second = operation.isAssociation() ? random.nextInt(20) > 0 : random.nextInt(10) == 0;
        return new Activity(
                id,
                Trail.TENANT,
                new Origin("test:random", "e" + id, 0, id - 1, time),
                time,
                null,
                "default",
                null,
                operation,
                random.nextInt(6) == 0 ? null : actor(),
                object(),
                second ? object() : null,
                null,
                related(),
                List.of(),
                false,
                List.of(),
                null,
                random.nextInt(4) == 0 ? new Wording(null, null, null, "told") : Wording.NONE,
                null,
                null,
                random.nextInt(3) == 0 ? presentation() : null,
                Map.of(),
                null,
                Hash.ZERO);
    }

    private Actor actor() {
        return new Actor(
                "users", pick(IDS), maybe(pick(NAMES)), maybe(pick(List.of("admin", "bob"))), maybe("A"), maybe("T"));
    }

    private ObjectRef object() {
        return new ObjectRef(pick(TYPES), pick(IDS), maybe(pick(NAMES)), null, null);
    }

    private List<RelatedObject> related() {
        List<RelatedObject> related = new ArrayList<>();
        for (int i = random.nextInt(4) - 1; i > 0; i--) {
            related.add(new RelatedObject(pick(TYPES), pick(IDS), maybe(pick(NAMES)), null, null));
        }
        return related;
    }

    private Presentation presentation() {
        return new Presentation(
                maybe(pick(GIVEN)),
                maybe("said"),
                maybe("check"),
                maybe("success"),
                random.nextInt(3) == 0 ? null : JsonText.of(presented()));
    }

    private ObjectNode presented() {
        ObjectNode presented = Json.MAPPER.createObjectNode();
        if (random.nextInt(5) == 0) {
            for (int i = 0; i < 20; i++) {
                presented.put("filler" + i, i);
            }
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            String key = pick(KEYS);
            String value = pick(key.endsWith("_desc") ? NAMES : IDS);
            switch (random.nextInt(8)) {
                case 0 -> presented.putNull(key);
                case 1 -> presented.putObject(key).put("id", value);
                case 2 -> {
                    ArrayNode list =
                            presented.putArray(key).add(value).addNull().add(7);
                    list.addObject().put("id", 1);
                }
                case 3 -> presented.put(key, random.nextInt(22));
                case 4 -> presented.put(key, random.nextBoolean());
                default -> presented.put(key, value);
            }
        }
        return presented;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextInt(3) == 0 ? null : value;
    }
}
