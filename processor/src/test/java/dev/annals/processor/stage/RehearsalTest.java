package dev.annals.processor.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.ActivityAvro;
import dev.annals.model.Activity;
import dev.annals.model.Operation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void itPlaysChangesOfEveryKindAndEndsWhenItIsTold() {
        List<byte[]> activities = new ArrayList<>();
        Rehearsal[] rehearsal = new Rehearsal[1];
        rehearsal[0] = new Rehearsal(bytes -> {
            activities.add(bytes);
            if (activities.size() == 2_000) {
                rehearsal[0].close();
            }
        });

        rehearsal[0].run();

        Set<Operation> operations = activities.stream()
                .map(bytes -> ActivityAvro.decode(bytes).orElseThrow())
                .map(Activity::operation)
                .collect(Collectors.toSet());
        assertThat(activities).hasSize(2_000);
        assertThat(operations)
                .containsAll(EnumSet.of(Operation.CREATE, Operation.UPDATE, Operation.DELETE, Operation.ASSOCIATE));
    }
}
