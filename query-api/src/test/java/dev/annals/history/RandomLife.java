package dev.annals.history;

import dev.annals.history.Happened.Body;
import dev.annals.model.ChangeEvent;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random events about one object: whole documents, patches, pairs and deletions, in their turn and late, some with a wrong word on what was before. */
final class RandomLife {
    private static final String[] FIELDS = {"a", "b", "c", "d", "name"};
    private static final String[] ACTORS = {"1", "2", "3"};

    private final Random random;
    private final String object;
    private final int latePercent;
    private long clock = 1_000_000;

    RandomLife(Random random, String object, int latePercent) {
        this.random = random;
        this.object = object;
        this.latePercent = latePercent;
    }

    ChangeEvent next() {
        boolean late = random.nextInt(100) < latePercent;
        clock += random.nextInt(3);
        long time = late ? clock - random.nextInt(60) : clock;
        int kind = random.nextInt(20);
        if (kind == 0) {
            return event(
                    time,
                    Operation.DELETE,
                    random.nextBoolean() ? Body.none() : Body.none().before(document()));
        }
        if (kind < 9) {
            Body body = Body.after(document());
            return event(time, null, random.nextInt(3) == 0 ? body.before(document()) : body);
        }
        if (kind < 15) {
            // What was before a part is what is known of the time it happened at; only of an object that nobody knew it
            // is what its producer says.
            // A patch within a field sets the field: what came late for the same field is then not merged into it.
            Body body = Body.patch(patch(latePercent == 0));
            return event(time, null, latePercent == 0 && random.nextInt(3) == 0 ? body.before(document()) : body);
        }
        return kind < 19
                ? event(time, null, new Body(null, null, null, pairs(), false))
                : event(time, Operation.EXECUTE, Body.none());
    }

    private ChangeEvent event(long time, Operation operation, Body body) {
        return Happened.event(time, ACTORS[random.nextInt(ACTORS.length)], operation, object, body);
    }

    private String document() {
        StringBuilder out = new StringBuilder("{");
        for (String field : FIELDS) {
            if (random.nextInt(3) > 0) {
                out.append(out.length() > 1 ? "," : "")
                        .append('\'')
                        .append(field)
                        .append("':")
                        .append(value(true));
            }
        }
        return out.append('}').toString();
    }

    private String patch(boolean nested) {
        StringBuilder out = new StringBuilder("{");
        for (String field : FIELDS) {
            if (random.nextInt(3) == 0) {
                String value = random.nextInt(4) == 0 ? "null" : value(nested);
                out.append(out.length() > 1 ? "," : "")
                        .append('\'')
                        .append(field)
                        .append("':")
                        .append(value);
            }
        }
        return out.append('}').toString();
    }

    private List<FieldChange> pairs() {
        List<FieldChange> pairs = new ArrayList<>();
        for (String field : FIELDS) {
            if (random.nextInt(3) == 0) {
                JsonText now = random.nextInt(4) == 0 ? null : Happened.json(value(true));
                pairs.add(new FieldChange(field, random.nextBoolean() ? null : Happened.json(value(true)), now));
            }
        }
        return pairs;
    }

    private String value(boolean nested) {
        return switch (random.nextInt(nested ? 7 : 4)) {
            case 0 -> Integer.toString(random.nextInt(3));
            case 1 -> "'text " + random.nextInt(3) + "'";
            case 2 -> random.nextBoolean() ? "true" : "1.50";
            case 3 -> "[1," + random.nextInt(3) + "]";
            case 4 -> "{'x':" + random.nextInt(3) + ",'y':{'z':" + random.nextInt(2) + "}}";
            case 5 -> "[{'id':1,'v':" + random.nextInt(3) + "},{'id':2}]";
            default -> "{'y':" + random.nextInt(3) + "}";
        };
    }
}
