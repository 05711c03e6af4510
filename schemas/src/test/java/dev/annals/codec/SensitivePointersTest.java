package dev.annals.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.model.ChangeEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensitivePointersTest {
    private static final String EVENT = """
            {"id":1,"source":"s","time":"2026-01-31T12:00:00Z","object":{"type":"team","id":7,"summary":{"s":1}},
            "before":{"a/b":1,"m~n":null},"after":{"list":[{"pin":1},{"pin":2}],"password":"x","":{"":1},"after":1},
            "changes":{"inputs":[{"pin":1},null],"0":[1,2]},"labels":{"k/l":"v"},"message":"m","sensitive":[%s]}""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/password",
                "/after/password",
                "/after",
                "/after/after",
                "/a~1b",
                "/before/a~1b",
                "/m~0n",
                "/list/1/pin",
                "/after/list/0",
                "/",
                "//",
                "/after//",
                "/inputs/pin",
                "/inputs",
                "/changes/inputs",
                "/changes/inputs/0/pin",
                "/changes/inputs/1",
                "/changes/0/1",
                "/0",
                "/labels/k~1l",
                "/message",
                "/object/summary/s"
            })
    void aPointerIntoTheEventOrADocumentHits(String pointer) {
        assertThat(SensitivePointers.unmatched(event(pointer))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/after/nothing",
                "/patch",
                "/list/2",
                "/list/-",
                "/list/01",
                "/list/0/pin/x",
                "/a/b",
                "/m~01n",
                "/Password",
                "/before/password",
                "/changes/inputs/2",
                "/changes/inputs/1/pin",
                "/labels/k",
                "/labels",
                "/object/id",
                "/object",
                "/id",
                "/time",
                "/description"
            })
    void aPointerAtNothingIsNamed(String pointer) {
        assertThat(SensitivePointers.unmatched(event(pointer))).containsExactly(pointer);
    }

    @Test
    void eachPointerThatHitsNothingIsNamedInOrder() {
        ChangeEvent event = event("/z\",\"/password\",\"/y\",\"/z");

        assertThat(SensitivePointers.unmatched(event)).containsExactly("/z", "/y", "/z");
    }

    private static ChangeEvent event(String pointer) {
        return new ChangeJson(Limits.DEFAULT)
                .decode(EVENT.formatted('"' + pointer + '"').getBytes(UTF_8))
                .orElseThrow();
    }
}
