package dev.annals.dialect.sdelements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters find exactly the activities that show what is asked for: over HTTP, from a real index, against a plain evaluation of what is shown. */
class SdeFilterLaws {
    private static final List<String> REFERENCES =
            List.of("user", "group", "application", "business_unit", "project", "standard");

    /** Activities, what they show, and the server that shows it. */
    private record Shown(SdeServer server, List<JsonNode> items) {
        void finds(Map<String, String> parameters, String hint) {
            String[] flat = parameters.entrySet().stream()
                    .flatMap(each -> java.util.stream.Stream.of(each.getKey(), each.getValue()))
                    .toArray(String[]::new);
            List<Long> expected = SdeServer.ids(
                    items.stream().filter(item -> ShownTo.all(parameters, item)).toList());

            String path = SdeServer.ALL + SdeServer.query(flat) + "&page_size=1000";

            assertThat(SdeServer.ids(server.everything(path)))
                    .as(hint + " " + path)
                    .isEqualTo(expected);
            assertThat(server.json(path).get("count").intValue())
                    .as(hint + " " + path)
                    .isEqualTo(expected.size());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyFilterFindsWhatIsShownAloneAndWithOthers(long seed) {
        Random random = new Random(seed * 31);
        try (Trail trail = new Trail().add(new RandomTrail(seed).activities(300));
                SdeServer server = SdeServer.on(trail)) {
            Shown shown = new Shown(server, server.everything(SdeServer.ALL));
            assertThat(shown.items()).hasSize(300);

            alone(shown, "seed " + seed);
            for (int i = 0; i < 100; i++) {
                shown.finds(combined(shown, random), "seed " + seed);
            }
        }
    }

    /** Every value that is shown anywhere, and some that are not. */
    private static void alone(Shown shown, String hint) {
        for (String name : new TreeSet<>(
                shown.items().stream().map(item -> item.get("name").textValue()).toList())) {
            if (!name.isEmpty()) {
                shown.finds(Map.of("name", name), hint);
                shown.finds(Map.of("name__iexact", name.toUpperCase(java.util.Locale.ROOT)), hint);
            }
        }
        shown.finds(Map.of("name__in", "CreatedGroupActivity,AddedUserToTeamActivity,None"), hint);
        for (String name : List.of(
                "AddedTeamToUserActivity", "Activity", "CreatedActivity", "AddedToActivity", "createdGroupActivity")) {
            shown.finds(Map.of("name", name), hint);
        }
        for (String key : REFERENCES) {
            for (String id : List.of("1", "2", "7", "21", "3", "12345678901234567890")) {
                shown.finds(Map.of(key, id), hint);
            }
            for (String id : List.of("CT5", "007", "a b", "true")) {
                shown.finds(Map.of(key + "__exact", id), hint);
            }
            for (String name : RandomTrail.NAMES) {
                if (!name.isEmpty()) {
                    shown.finds(Map.of(key + "_desc", name), hint);
                }
            }
        }
        for (String standard : List.of("T21", "CT5", "T1", "t21", "21")) {
            shown.finds(Map.of("standard", standard), hint);
        }
    }

    private static Map<String, String> combined(Shown shown, Random random) {
        // From one activity that is shown, so that something is found.
        JsonNode item = shown.items().get(random.nextInt(shown.items().size()));
        List<Map.Entry<String, String>> possible = new ArrayList<>();
        possible.add(Map.entry("name", item.get("name").textValue()));
        possible.add(Map.entry("id__in", "1,2,150," + item.get("id")));
        possible.add(Map.entry(
                pick(List.of("id__gt", "id__gte", "id__lt", "id__lte"), random),
                Integer.toString(random.nextInt(310))));
        possible.add(Map.entry("actor__exact", item.get("actor").asText()));
        possible.add(
                Map.entry("date_from", pick(shown.items(), random).get("date").textValue()));
        possible.add(
                Map.entry("date_to", pick(shown.items(), random).get("date").textValue()));
        item.get("data").properties().forEach(member -> {
            String key = member.getKey();
            JsonNode value = member.getValue().isArray() ? member.getValue().path(0) : member.getValue();
            String text = value.asText();
            if (key.endsWith("_desc") && REFERENCES.contains(key.replace("_desc", ""))) {
                possible.add(Map.entry(key, text));
            } else if (REFERENCES.contains(key)) {
                possible.add(
                        text.matches("[UG]?(0|[1-9][0-9]*)")
                                ? Map.entry(
                                        key,
                                        key.equals("user") || key.equals("group") ? text.replaceAll("[UG]", "") : text)
                                : Map.entry(key + "__exact", text));
            }
        });
        Map<String, String> combined = new LinkedHashMap<>();
        possible.forEach(each -> {
            boolean readable = !each.getValue().isEmpty() && !each.getValue().matches("G\\d+|U\\d+");
            if (readable && random.nextInt(3) == 0) {
                combined.put(each.getKey(), each.getValue());
            }
        });
        if (combined.isEmpty()) {
            combined.put("id", item.get("id").asText());
        }
        return combined;
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
