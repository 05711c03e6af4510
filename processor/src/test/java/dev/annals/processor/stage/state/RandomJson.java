package dev.annals.processor.stage.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.JsonText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random documents that like to collide: few names, few values, and every kind of value. */
final class RandomJson {
    private static final List<String> NAMES = List.of(
            "a",
            "b",
            "c",
            "naïve",
            "日本",
            "👩‍🚀",
            "with \"quotes\"",
            "back\\slash",
            "",
            "a.b",
            "null",
            "{",
            "tab\there");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "0.0",
            "1",
            "1.0",
            "1.00",
            "1e0",
            "10",
            "1e1",
            "100E-1",
            "1E9999",
            "1E-9999",
            "-1",
            "12345678901234567890",
            "0.1",
            "0.10",
            "3.141592653589793238462643383279");
    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    JsonText document() {
        return JsonText.of(object(random.nextInt(4)));
    }

    ObjectNode object(int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            object.set(NAMES.get(random.nextInt(NAMES.size())), value(depth));
        }
        return object;
    }

    private JsonNode value(int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0:
                return nodes.nullNode();
            case 1:
                return nodes.booleanNode(random.nextBoolean());
            case 2:
            case 3:
                return number(NUMBERS.get(random.nextInt(NUMBERS.size())));
            case 4:
            case 5:
                return nodes.textNode(NAMES.get(random.nextInt(NAMES.size())));
            case 6:
                return object(depth - 1);
            default:
                ArrayNode array = nodes.arrayNode();
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    array.add(value(depth - 1));
                }
                return array;
        }
    }

    private static JsonNode number(String text) {
        return text.matches("-?[0-9]+")
                ? JsonNodeFactory.instance.numberNode(new BigInteger(text))
                : JsonNodeFactory.instance.numberNode(new BigDecimal(text));
    }

    /** The same value written otherwise: other key order, other spelling of numbers. */
    JsonNode respelled(JsonNode value) {
        if (value.isObject()) {
            List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(value.properties());
            Collections.shuffle(fields, random);
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            fields.forEach(field -> object.set(field.getKey(), respelled(field.getValue())));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> array.add(respelled(element)));
            return array;
        }
        if (value.isNumber() && random.nextBoolean()) {
            BigDecimal number = value.decimalValue();
            // One digit more of the same value; never by plain text, which 1E9999 would blow up.
            return JsonNodeFactory.instance.numberNode(
                    new BigDecimal(number.unscaledValue().multiply(BigInteger.TEN), number.scale() + 1));
        }
        return value;
    }
}
