package dev.annals.e2e;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Change events that a seed makes, one a line, and what must become of them.
 *
 * <p>Two tenants; objects that come, change and go; people that join and leave; commits with a size, without one and without
 * an id; times that run ahead and lag behind; a secret in every document; now and then an event sent twice.
 *
 * @param lines in the order in which they are sent
 * @param tenants the truth, by tenant
 */
record ChangeScript(List<String> lines, Map<String, Truth> tenants) {
    /** Begins every secret of a script. */
    static final String CANARY = "canary-7f3a";

    private static final Instant BEGINNING = Instant.parse("2026-01-31T12:00:00Z");
    private static final int OBJECTS = 300;

    /** What must become of a tenant's events. */
    record Truth(Map<String, Long> operations, Set<String> ids, long duplicates) {
        long activities() {
            return ids.size();
        }
    }

    /** So many distinct events, and those that complete the commits with a size: else a reader of the last commits would have to wait for a minute. */
    static ChangeScript of(long seed, int events) {
        Script script = new Script(new Random(seed));
        for (int i = 0; i < events; i++) {
            script.add(i);
        }
        script.complete(events);
        Map<String, Truth> truths = new LinkedHashMap<>();
        script.operations.forEach((tenant, operations) -> truths.put(
                tenant, new Truth(operations, script.ids.get(tenant), script.duplicates.getOrDefault(tenant, 0L))));
        return new ChangeScript(script.lines, truths);
    }

    private static final class Script {
        private final Random random;
        private final List<String> lines = new ArrayList<>();
        private final Map<String, Map<String, Long>> operations = new TreeMap<>();
        private final Map<String, Set<String>> ids = new TreeMap<>();
        private final Map<String, Long> duplicates = new TreeMap<>();
        private final Set<String> existing = new HashSet<>();
        private final Map<String, Instant> last = new TreeMap<>();
        private final Map<String, Integer> places = new TreeMap<>();
        private final Map<Action, Integer> missing = new LinkedHashMap<>();

        Script(Random random) {
            this.random = random;
        }

        void add(int n) {
            String tenant = random.nextInt(5) == 0 ? "red" : "default";
            int actor = n / 40 % 20;
            add(n, tenant, actor, commit(tenant, actor, n));
        }

        void complete(int n) {
            int next = n;
            for (Action action : List.copyOf(missing.keySet())) {
                while (missing.containsKey(action)) {
                    add(next++, action.tenant, action.actor, member(action));
                }
            }
        }

        private void add(int n, String tenant, int actor, String commit) {
            String id = "e-" + n;
            String object = "o-" + random.nextInt(OBJECTS);
            Instant time = time(n);
            StringBuilder json = new StringBuilder()
                    .append("{\"id\":\"%s\",\"source\":\"script\",\"tenant\":\"%s\",".formatted(id, tenant))
                    .append("\"time\":\"%s\",".formatted(time))
                    .append("\"actor\":{\"type\":\"users\",\"id\":\"%d\",\"name\":\"ann\"},".formatted(actor))
                    .append("\"object\":{\"type\":\"team\",\"id\":\"%s\",\"name\":\"Team %s\"}"
                            .formatted(object, object));
            String operation = what(json, tenant, object, time, n);
            json.append(commit).append('}');
            lines.add(json.toString());
            operations.computeIfAbsent(tenant, t -> new TreeMap<>()).merge(operation, 1L, Long::sum);
            ids.computeIfAbsent(tenant, t -> new HashSet<>()).add(id);
            if (random.nextInt(50) == 0) {
                lines.add(json.toString());
                duplicates.merge(tenant, 1L, Long::sum);
            }
        }

        /** The rest of the event; its operation. */
        private String what(StringBuilder json, String tenant, String object, Instant time, int n) {
            String key = tenant + " " + object;
            if (random.nextInt(4) == 0) {
                String operation = random.nextBoolean() ? "associate" : "disassociate";
                json.append(",\"operation\":\"%s\",\"relationship\":\"members\"".formatted(operation))
                        .append(",\"object2\":{\"type\":\"user\",\"id\":\"%d\"}".formatted(random.nextInt(50)));
                return operation;
            }
            // What comes late is recorded, and leaves the object to the events that happened after it.
            boolean late = time.isBefore(last.getOrDefault(key, time));
            if (!late) {
                last.put(key, time);
            }
            if (existing.contains(key) && random.nextInt(5) == 0) {
                if (!late) {
                    existing.remove(key);
                }
                json.append(",\"after\":null");
                return "delete";
            }
            json.append(",\"after\":{\"n\":%d,\"nested\":{\"password\":\"%s-%d\"}}".formatted(n, CANARY, n % 3));
            return !late && existing.add(key) ? "create" : "update";
        }

        private Instant time(int n) {
            long late = random.nextInt(100) == 0 ? random.nextInt(100_000) : random.nextInt(3);
            return BEGINNING.plusSeconds(n).minusSeconds(late);
        }

        private String commit(String tenant, int actor, int n) {
            int size = 1 + n / 40 % 5;
            return switch (random.nextInt(3)) {
                case 0 -> "";
                case 1 -> ",\"commit_id\":\"open-%d\"".formatted(n / 60);
                default -> {
                    int place = places.merge(tenant, 1, Integer::sum);
                    yield member(new Action(tenant, actor, "sized-%d-%d".formatted(size, place / size), size));
                }
            };
        }

        /** One more member of an action. */
        private String member(Action action) {
            int left = missing.getOrDefault(action, action.size) - 1;
            if (left == 0) {
                missing.remove(action);
            } else {
                missing.put(action, left);
            }
            return ",\"commit_id\":\"%s\",\"commit_size\":%d".formatted(action.id, action.size);
        }
    }

    /** What a commit with a size is of. */
    private record Action(String tenant, int actor, String id, int size) {}
}
