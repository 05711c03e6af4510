package dev.annals.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.model.Activity;
import dev.annals.processor.view.ActivityFields;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaiveAuditTest {
    private final NaiveAudit audit = new NaiveAudit().addAll(new Samples(1).activities("default", 1, 200));

    @Test
    void aPageIsCutFromTheOrderedAnswer() {
        Query all = new Query(Filter.ALL, Order.descending(ActivityFields.ID), 0, 1000);

        Page<Activity> page = page(new Query(Filter.ALL, Order.descending(ActivityFields.ID), 10, 5));

        assertThat(page.count()).isEqualTo(200);
        assertThat(page.items()).isEqualTo(page(all).items().subList(10, 15));
    }

    @Test
    void idsThatAreNumbersAreOrderedByValueAndBeforeOthers() {
        Answer<List<String>> ids = audit.open("default").values(ActivityFields.OBJECT_ID, "", 100);

        assertThat(ids)
                .isEqualTo(new Answer.Ready<>(List.of(
                        "0",
                        "1",
                        "2",
                        "9",
                        "10",
                        "11",
                        "100",
                        "99999999999999999999",
                        "-1",
                        "007",
                        "a7",
                        "kubernetes")));
    }

    private Page<Activity> page(Query query) {
        return ((Answer.Ready<Page<Activity>>) audit.open("default").activities(query)).value();
    }
}
