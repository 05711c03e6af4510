package dev.annals.bench;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.CommitPart;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.Wording;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Activities as a busy organisation makes them: half of them updates, 500 people, 8 kinds of 20,000 objects, one in twenty
 * late by up to a minute. Each has a text of some words in its changes, one in ten thousand a rare one.
 */
final class BenchActivities {
    static final String TENANT = "default";
    static final String RARE = "quetzalcoatl";

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final List<String> TYPES =
            List.of("host", "job_template", "inventory", "team", "project", "credential", "organization", "group");
    private static final List<String> FIELDS =
            List.of("name", "description", "enabled", "limit", "variables", "verbosity");
    private static final String[] WORDS = words();

    private final Random random = new Random(7);

    Activity next(long id) {
        int user = random.nextInt(500);
        int object = random.nextInt(20_000);
        String type = TYPES.get(object % TYPES.size());
        Operation operation = switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> Operation.UPDATE;
            case 4 -> Operation.CREATE;
            case 5 -> Operation.DELETE;
            case 6 -> Operation.ASSOCIATE;
            default -> Operation.DISASSOCIATE;
        };
        ObjectRef other = new ObjectRef("user", Integer.toString(random.nextInt(500)), "user" + user, null, null);
        return new Activity(
                id,
                TENANT,
                new Origin("bench:activities", "event-" + id, 0, id, START),
                START.plusMillis(id * 50 - (random.nextInt(20) == 0 ? random.nextInt(60_000) : 0)),
                null,
                "default",
                "node-" + id % 3,
                operation,
                new Actor(
                        Actor.USERS,
                        Integer.toString(user),
                        "User " + user,
                        "user" + user,
                        "U" + user % 50,
                        "Last" + user),
                new ObjectRef(
                        type, Integer.toString(object), type + " " + WORDS[object % WORDS.length] + object, null, null),
                operation.isAssociation() ? other : null,
                operation.isAssociation() ? "members" : null,
                List.of(),
                operation.isAssociation() ? List.of() : changes(id),
                false,
                List.of(),
                new CommitPart("commit-" + id / 10, null, null),
                Wording.NONE,
                null,
                "10.0." + user % 250 + "." + user % 7,
                null,
                Map.of(),
                null,
                Hash.ZERO);
    }

    private List<FieldChange> changes(long id) {
        String field = FIELDS.get(random.nextInt(FIELDS.size()));
        String rare = id % 10_000 == 17 ? " " + RARE : "";
        return List.of(
                new FieldChange(field, new JsonText('"' + text(4) + '"'), new JsonText('"' + text(4) + rare + '"')),
                new FieldChange(
                        "revision",
                        new JsonText(Long.toString(id % 1000)),
                        new JsonText(Long.toString(id % 1000 + 1))));
    }

    private String text(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private static String[] words() {
        Random random = new Random(11);
        String[] words = new String[5_000];
        for (int i = 0; i < words.length; i++) {
            StringBuilder word = new StringBuilder();
            for (int letters = 3 + random.nextInt(7); letters > 0; letters--) {
                word.append((char) ('a' + random.nextInt(26)));
            }
            words[i] = word.toString();
        }
        return words;
    }
}
