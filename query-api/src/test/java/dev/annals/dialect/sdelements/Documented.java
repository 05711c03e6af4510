package dev.annals.dialect.sdelements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import java.util.ArrayList;
import java.util.List;

/** The answers that the product's document prints, and the change events that say the same. */
final class Documented {
    /** The results of the first answer, as printed. */
    static final String RESULTS = """
            [{
            "id": 5,
            "name": "CreatedGroupActivity",
            "actor": 1,
            "text": "Admin Testerton created group group A",
            "date": "2016-05-06T14:53:28.557156Z",
            "data": {
            "target_group_desc": "group A",
            "group": "G1",
            "group_desc": "group A"
            },
            "icon": "user",
            "log_level": "success"
            },
            {
            "id": 3,
            "date": "2016-03-30T17:10:20.532634+00:00",
            "actor": 7,
            "name": "ModifiedBusinessUnitActivity",
            "text": "Admin Testerton modified business unit Example BU 500",
            "data": {
            "business_unit": 5,
            "business_unit_desc": "Example BU 500"
            },
            "icon": "edit",
            "log_level": ""
            },
            {
            "id": 2,
            "date": "2016-03-30T15:16:05.659610+00:00",
            "actor": 1,
            "name": "UserCreatedActivity",
            "text": "Admin Testerton created user Cindy Lu",
            "data": {"user": "U7"},
            "icon": "user",
            "log_level": ""
            },
            {
            "id": 1,
            "date": "2016-03-30T15:14:46.634929+00:00",
            "actor": 1,
            "name": "LoggedInActivity",
            "text": "Admin Testerton logged in",
            "data": {},
            "icon": "user",
            "log_level": ""
            }]
            """;

    /** The second answer, as printed. */
    static final String SINGLE = """
            {
            "id": 2,
            "date": "2016-03-30T15:16:05.659610+00:00",
            "actor": 1,
            "name": "UserCreatedActivity",
            "text": "Admin Testerton created user Cindy Lu",
            "data": {"user": "U7"},
            "icon": "user",
            "log_level": ""
            }
            """;

    /** What the fifth activity's event is about beside what is shown; the fourth is not in the document. */
    private static final String[] OBJECTS = {
        "login {\"type\":\"user\",\"id\":\"1\"}",
        "create {\"type\":\"user\",\"id\":\"7\",\"name\":\"Cindy Lu\"}",
        "update {\"type\":\"business_unit\",\"id\":\"5\",\"name\":\"Example BU 500\"}",
        "delete {\"type\":\"project\",\"id\":\"4\",\"name\":\"Old\"}",
        "create {\"type\":\"group\",\"id\":\"1\",\"name\":\"group A\"}"
    };

    private Documented() {}

    /** The events in the order in which they happened, each with what it shows. */
    static List<String> presented() {
        return events(true);
    }

    /** The same events without a presentation. */
    static List<String> bare() {
        return events(false);
    }

    private static List<String> events(boolean presented) {
        JsonNode results = SdeServer.tree(RESULTS);
        List<String> events = new ArrayList<>();
        for (int id = 1; id <= OBJECTS.length; id++) {
            String[] parts = OBJECTS[id - 1].split(" ", 2);
            ObjectNode event = Json.MAPPER.createObjectNode();
            event.put("id", "e" + id).put("source", "sde").put("operation", parts[0]);
            event.set("object", SdeServer.tree(parts[1]));
            event.put("time", "2016-04-01T00:00:00Z");
            for (JsonNode shown : results) {
                if (shown.get("id").intValue() == id) {
                    event.set("time", shown.get("date"));
                    event.putObject("actor")
                            .put("id", shown.get("actor").asText())
                            .put("name", "Admin Testerton")
                            .put("username", "admin");
                    if (presented) {
                        ObjectNode presentation = event.putObject("presentation");
                        for (String part : List.of("name", "text", "icon", "log_level", "data")) {
                            presentation.set(part, shown.get(part));
                        }
                    }
                }
            }
            events.add(event.toString());
        }
        return events;
    }
}
