package dev.annals.dialect.sdelements;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The filters said a second time: whether an item as it is shown meets parameters, by the words of the document. */
final class ShownTo {
    private ShownTo() {}

    static boolean all(Map<String, String> parameters, JsonNode item) {
        return parameters.entrySet().stream().allMatch(each -> one(each.getKey(), each.getValue(), item));
    }

    private static boolean one(String name, String value, JsonNode item) {
        JsonNode data = item.get("data");
        return switch (name) {
            case "id" -> item.get("id").asText().equals(value);
            case "id__in" -> List.of(value.split(",")).contains(item.get("id").asText());
            case "id__gt" -> item.get("id").longValue() > Long.parseLong(value);
            case "id__gte" -> item.get("id").longValue() >= Long.parseLong(value);
            case "id__lt" -> item.get("id").longValue() < Long.parseLong(value);
            case "id__lte" -> item.get("id").longValue() <= Long.parseLong(value);
            case "name" -> item.get("name").textValue().equals(value);
            case "name__iexact" -> item.get("name").textValue().equalsIgnoreCase(value);
            case "name__in" ->
                List.of(value.split(",")).contains(item.get("name").textValue());
            case "actor", "actor__exact" ->
                !item.get("actor").isNull() && item.get("actor").asText().equals(value);
            case "date_from" -> !time(item).isBefore(Instant.parse(value));
            case "date_to" -> !time(item).isAfter(Instant.parse(value));
            case "user" ->
                texts(data, "user").stream().anyMatch(text -> text.equals(value) || text.equals("U" + value));
            case "group" ->
                texts(data, "group").stream().anyMatch(text -> text.equals(value) || text.equals("G" + value));
            default -> texts(data, name.replace("__exact", "")).contains(value);
        };
    }

    private static Instant time(JsonNode item) {
        return OffsetDateTime.parse(item.get("date").textValue()).toInstant();
    }

    /** What stands under a key; of a list, each element. */
    private static List<String> texts(JsonNode data, String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : data.path(key).isArray() ? data.get(key) : List.of(data.path(key))) {
            if (each.isValueNode() && !each.isNull()) {
                texts.add(each.asText());
            }
        }
        return texts;
    }
}
