package dev.annals.dialect.sdelements;

import dev.annals.model.Activity;
import dev.annals.query.Answer;
import dev.annals.query.Asker;
import dev.annals.query.AuditSession;
import dev.annals.query.AuditSessions;
import dev.annals.query.Page;
import dev.annals.query.PassingSession;
import dev.annals.query.Query;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Sessions in which something may happen when activities are asked for.
 *
 * @param happening gets the question and gives the answer
 */
record Passing(AuditSessions to, UnaryOperator<Supplier<Answer<Page<Activity>>>> happening) implements AuditSessions {
    @Override
    public AuditSession open(Asker asker) {
        return new PassingSession(to.open(asker)) {
            @Override
            public Answer<Page<Activity>> activities(Query query) {
                return happening.apply(() -> super.activities(query)).get();
            }
        };
    }
}
