package dev.annals.processor.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.index.entry.Term;
import dev.annals.processor.view.Field.FieldTerms;
import dev.annals.processor.view.Field.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldTermsTest {
    private static final List<String> KEYS = List.of(
            "a",
            "ab",
            "a\0b",
            "a\0",
            "\0",
            "",
            "größe",
            "k".repeat(127),
            "k".repeat(300),
            "k".repeat(299) + "x",
            "ü".repeat(100));

    @Test
    void noTermOfOneKeyBelongsToAnother() {
        for (String key : KEYS) {
            Field field = Field.keyed("label", Kind.TEXT, key);
            for (String other : KEYS) {
                byte[] term = FieldTerms.term(Field.keyed("label", Kind.TEXT, other), "b\0c")
                        .value();
                assertThat(FieldTerms.all(field).contains(term))
                        .as("a term of key '%s' looked for under '%s'", other, key)
                        .isEqualTo(key.equals(other));
            }
        }
    }

    @Test
    void valuesComeBackFromTheirTerms() {
        for (String key : KEYS) {
            for (String value : List.of("", "x", "007", "42", "b\0c", "名前")) {
                Field text = Field.keyed("link.name", Kind.TEXT, key);
                Field id = Field.keyed("link.id", Kind.ID, key);
                assertThat(FieldTerms.value(text, FieldTerms.term(text, value).value()))
                        .isEqualTo(value);
                assertThat(FieldTerms.value(id, FieldTerms.term(id, value).value()))
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void idsAreInOrderOfTheirValueUnderAKey() {
        Field field = Field.keyed("link.id", Kind.ID, "host");
        List<String> ids = new ArrayList<>(List.of("b", "10", "9", "", "100", "007", "2"));

        ids.sort(Comparator.comparing(id -> FieldTerms.term(field, id).value(), java.util.Arrays::compareUnsigned));

        assertThat(ids).containsExactly("2", "9", "10", "100", "", "007", "b");
    }

    @Test
    void aLongValueIsCutButStillOneOfItsField() {
        Field field = Field.keyed("label", Kind.TEXT, "k".repeat(300));
        Term term = FieldTerms.term(field, "x".repeat(5_000));

        assertThat(Term.isCut(term.value())).isTrue();
        assertThat(FieldTerms.value(field, term.value())).startsWith("xxx");
        assertThat(FieldTerms.all(field).contains(term.value())).isTrue();
        assertThat(term).isNotEqualTo(FieldTerms.term(field, "x".repeat(5_001)));
    }
}
