package dev.annals.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.codec.ChangeAvro;
import dev.annals.registry.RegistryAnswer.Away;
import dev.annals.registry.RegistryAnswer.Found;
import dev.annals.registry.RegistryAnswer.Refused;
import dev.annals.testing.SchemaRegistryServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema TEXT = new Schema.Parser().parse("\"string\"");

    private final SchemaRegistryServer server = new SchemaRegistryServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theSchemaOfAnIdIsFound() {
        server.put(7, "\"string\"");

        assertThat(registry().schema(7)).isEqualTo(new Found<>("\"string\""));
    }

    @Test
    void anIdThatTheRegistryDoesNotHaveIsRefused() {
        assertThat(registry().schema(7)).isEqualTo(new Refused<>("the registry has no schema with id 7"));
    }

    @Test
    void aRegistryThatIsNotThereIsAway() {
        SchemaRegistry registry = registry();
        server.close();

        assertThat(registry.schema(7)).isInstanceOf(Away.class);
    }

    /** The page of a proxy, or an address without the path of the API, must not make a reject of every record. */
    @Test
    void whateverElseAnswersIsNoRegistryAndSaysNothingOfSchemas() {
        for (int status : new int[] {200, 404, 429, 500, 502, 503}) {
            server.answerOnly(status);

            assertThat(registry().schema(7)).as("%d", status).isInstanceOf(Away.class);
        }
    }

    @Test
    void credentialsAreSentUnderConfluentsNames() {
        server.put(7, "\"string\"");
        server.require(
                "Basic " + Base64.getEncoder().encodeToString("me:secret:word".getBytes(StandardCharsets.UTF_8)));

        assertThat(registry().schema(7)).isInstanceOf(Away.class);
        assertThat(registry("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:secret:word")
                        .schema(7))
                .isInstanceOf(Found.class);
        assertThat(registry("schema.registry.url", server.url().replace("//", "//me:secret:word@"))
                        .schema(7))
                .isInstanceOf(Found.class);
        server.require("Bearer t0ken");
        assertThat(registry("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0ken")
                        .schema(7))
                .isInstanceOf(Found.class);
    }

    @Test
    void theSecondAddressIsAskedWhenTheFirstDoesNotAnswer() {
        server.put(7, "\"string\"");

        assertThat(registry("schema.registry.url", "http://127.0.0.1:1, " + server.url())
                        .schema(7))
                .isInstanceOf(Found.class);
    }

    @Test
    void whatASchemaRefersToIsWrittenIntoIt() {
        Schema inner = new Schema.Parser().parse("{\"type\":\"enum\",\"name\":\"a.Inner\",\"symbols\":[\"X\"]}");
        server.register("inner", JSON.createObjectNode().put("schema", inner.toString()));
        ObjectNode outer = JSON.createObjectNode()
                .put(
                        "schema",
                        "{\"type\":\"record\",\"name\":\"a.Outer\",\"fields\":[{\"name\":\"f\",\"type\":\"a.Inner\"}]}");
        outer.putArray("references")
                .addObject()
                .put("name", "a.Inner")
                .put("subject", "inner")
                .put("version", 1);
        server.put(9, outer);

        RegistryAnswer<String> answer = registry().schema(9);

        assertThat(answer).isInstanceOf(Found.class);
        Schema whole = new Schema.Parser().parse(((Found<String>) answer).value());
        assertThat(whole.getField("f").schema()).isEqualTo(inner);
    }

    @Test
    void whatIsNoAvroSchemaIsRefused() {
        server.put(7, JSON.createObjectNode().put("schemaType", "PROTOBUF").put("schema", "message M {}"));
        server.put(8, "{\"type\":\"recrd\"}");

        assertThat(registry().schema(7)).isEqualTo(new Refused<>("schema 7 is of type PROTOBUF (expected: AVRO)"));
        assertThat(registry().schema(8)).isEqualTo(new Refused<>("schema 8 cannot be read as an Avro schema"));
    }

    @Test
    void aSchemaIsRegisteredOnceAndLookedUpWhenRegisteringIsOff() {
        SchemaRegistry careful = registry("auto.register.schemas", "false");

        assertThat(careful.idFor("t-value", TEXT)).isInstanceOf(Refused.class);
        RegistryAnswer<Integer> id = registry().idFor("t-value", TEXT);
        assertThat(registry().idFor("t-value", TEXT)).isEqualTo(id);
        assertThat(careful.idFor("t-value", TEXT)).isEqualTo(id);
        assertThat(server.requests())
                .containsExactly(
                        "POST /subjects/t-value",
                        "POST /subjects/t-value/versions",
                        "POST /subjects/t-value/versions",
                        "POST /subjects/t-value");
    }

    @Test
    void theLatestSchemaIsUsedWhenItIsTheOneThatIsWritten() {
        SchemaRegistry latest = registry("auto.register.schemas", "false", "use.latest.version", "true");

        assertThat(latest.idFor("t-value", TEXT)).isInstanceOf(Refused.class);
        RegistryAnswer<Integer> id = registry().idFor("t-value", TEXT);
        assertThat(latest.idFor("t-value", TEXT)).isEqualTo(id);
        registry().idFor("t-value", ChangeAvro.schema());
        assertThat(((Refused<Integer>) latest.idFor("t-value", TEXT)).sentence())
                .startsWith("the latest schema of subject t-value is not the string that this release writes");
    }

    @Test
    void settingsThatCannotBeMeantAreRefusedByName() {
        assertThatThrownBy(() -> registry("schema.registry.urls", "x"))
                .hasMessageContaining("schema.registry.urls")
                .hasMessageContaining("schema.registry.url,");
        assertThatThrownBy(() -> registry("schema.registry.url", "registry:8081"))
                .hasMessage(
                        "schema.registry.url: 'registry:8081' (expected: an http or https address such as http://registry:8081, several with commas)");
        assertThatThrownBy(() -> registry("basic.auth.credentials.source", "SASL_INHERIT"))
                .hasMessageContaining("expected: USER_INFO or URL");
        assertThatThrownBy(() -> registry("basic.auth.credentials.source", "USER_INFO"))
                .hasMessageContaining("has no user");
        assertThatThrownBy(() -> registry("auto.register.schemas", "yes")).hasMessageContaining("true or false");
        assertThatThrownBy(() -> registry("schema.registry.ssl.truststore.location", "/nowhere"))
                .hasMessageContaining("/nowhere cannot be read");
        assertThatThrownBy(() -> registry("value.subject.name.strategy", "io.confluent.x.RecordNameStrategy"))
                .hasMessageContaining("TopicNameStrategy");
    }

    private SchemaRegistry registry(String... properties) {
        Map<String, String> all = new HashMap<>(Map.of("schema.registry.url", server.url()));
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        return new SchemaRegistry(RegistrySettings.of(all));
    }
}
