package dev.annals.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.dialect.Dialects;
import dev.annals.model.Activity;
import dev.annals.processor.view.ActivityIndexing;
import dev.annals.processor.view.ActivityIndexing.DialectFields;
import dev.annals.processor.view.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialectFieldsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatADialectIndexesIsWhatItFindsInARow(long seed) {
        List<Activity> activities = new Samples(seed).activities("default", 1, 300);

        for (DialectFields dialect : Dialects.fields()) {
            for (Activity activity : activities) {
                Map<Field, List<String>> indexed = new LinkedHashMap<>();
                dialect.each(
                        activity,
                        (field, value) -> indexed.computeIfAbsent(field, f -> new ArrayList<>())
                                .add(value));

                indexed.forEach((field, values) -> {
                    assertThat(dialect.columns()).contains(field.column());
                    assertThat(dialect.of(activity, field))
                            .as("seed %d, activity %d, %s", seed, activity.id(), field)
                            .isEqualTo(values);
                });
            }
        }
    }

    @Test
    void twoDialectsWithOneColumnAreRefused() {
        assertThatThrownBy(() -> new ActivityIndexing(
                        List.of(Dialects.fields().get(0), Dialects.fields().get(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two dialects add the column ");
    }
}
