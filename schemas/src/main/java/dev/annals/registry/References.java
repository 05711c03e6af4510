package dev.annals.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.registry.RegistryAnswer.Found;
import dev.annals.registry.RegistryAnswer.Refused;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A registry's answer with a schema → the schema as one text: what it names from other subjects is written into it. For one answer. */
final class References {
    private static final int MOST = 100;

    private final SchemaRegistry.Versions versions;
    private final Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
    private final Set<String> taken = new HashSet<>();

    References(SchemaRegistry.Versions versions) {
        this.versions = versions;
    }

    /**
     * The schema's text.
     *
     * @param name how a refusal calls it
     */
    RegistryAnswer<String> flattened(String name, JsonNode answer) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            return new Refused<>(name + " is of type " + printable(type) + " (expected: AVRO)");
        }
        if (!answer.path("schema").isTextual()) {
            return new RegistryAnswer.Away<>("the schema registry answered without a schema");
        }
        @Nullable RegistryAnswer<String> missing = takeReferences(name, answer);
        if (missing != null) {
            return missing;
        }
        try {
            String text = parser.parse(answer.path("schema").asText()).toString();
            return text.length() > SchemaRegistry.LARGEST_SCHEMA
                    ? new Refused<>(name + " is larger than " + SchemaRegistry.LARGEST_SCHEMA + " characters")
                    : new Found<>(text);
        } catch (AvroRuntimeException | StackOverflowError e) {
            return new Refused<>(name + " cannot be read as an Avro schema");
        }
    }

    /** Takes what a schema refers to, deepest first; what cannot be had is the answer. */
    private @Nullable RegistryAnswer<String> takeReferences(String name, JsonNode answer) {
        for (JsonNode reference : answer.path("references")) {
            String subject = reference.path("subject").asText();
            int version = reference.path("version").asInt(-1);
            if (!taken.add(subject + " " + version)) {
                continue;
            }
            if (taken.size() > MOST) {
                return new Refused<>(name + " refers to more than " + MOST + " others");
            }
            @Nullable
            RegistryAnswer<String> missing = versions.version(subject, version)
                    .fold(
                            found -> take(name, found.value()),
                            refused -> new Refused<>(name + " refers to a schema that the registry does not have"),
                            away -> new RegistryAnswer.Away<>(away.sentence()));
            if (missing != null) {
                return missing;
            }
        }
        return null;
    }

    private @Nullable RegistryAnswer<String> take(String name, JsonNode referred) {
        @Nullable RegistryAnswer<String> missing = takeReferences(name, referred);
        if (missing != null) {
            return missing;
        }
        try {
            parser.parse(referred.path("schema").asText());
            return null;
        } catch (AvroRuntimeException | StackOverflowError e) {
            return new Refused<>(name + " refers to what cannot be read as an Avro schema");
        }
    }

    private static String printable(String text) {
        return text.matches("[A-Z_]{1,32}") ? text : "another kind";
    }
}
