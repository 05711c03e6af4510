package dev.annals.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.query.QueryTimeout;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.ActivityIndexing;
import dev.annals.processor.view.IndexAccess;
import dev.annals.processor.view.Reading;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A view that does not come to write what came last: no fault of whoever asks. */
class BusyViewTest {
    private static final Duration TIME = Duration.ofSeconds(1);

    private final IndexAccess busy = new IndexAccess() {
        @Override
        public Reading<IndexSnapshot> pin(Log log, String tenant, Deadline deadline) {
            throw new QueryTimeout(TIME);
        }

        @Override
        public Reading<Integer> readiness() {
            return new Reading.Done<>(1);
        }
    };

    @Test
    void aQuestionIsToldToComeAgainAndNotThatItIsTooMuch() {
        IndexAuditSessions sessions = new IndexAuditSessions(
                busy,
                new ActivityIndexing(List.of()),
                row -> ActivityAvro.decode(row).orElseThrow(),
                row -> CommitAvro.decode(row).orElseThrow(),
                TIME);
        try (AuditSession session = sessions.open(new Asker("x", "default", RowScope.ALL))) {
            Query all = new Query(Filter.ALL, Order.descending(ActivityFields.ID), 0, 10);

            assertThat(session.activities(all)).isInstanceOf(Answer.NotReady.class);
            assertThat(session.commits(all)).isInstanceOf(Answer.NotReady.class);
            assertThat(session.activitiesById(List.of(1L))).isInstanceOf(Answer.NotReady.class);
        }
    }

    @Test
    void aCountIsNotReady() {
        assertThat(busy.read(IndexAccess.Log.ACTIVITIES, "default", Deadline.none(), IndexSnapshot::count))
                .isInstanceOf(Reading.NotReady.class);
    }
}
