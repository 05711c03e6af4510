package dev.annals.dialect.sdelements;

import dev.annals.model.Activity;
import dev.annals.query.Answer;
import dev.annals.query.AuditReader;
import dev.annals.query.Page;
import dev.annals.query.PassingAudit;
import dev.annals.query.Query;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A reader that passes every question on, and in which something may happen when activities are asked for. */
final class Passing extends PassingAudit {
    private final UnaryOperator<Supplier<Answer<Page<Activity>>>> happening;

    /**
     * The reader.
     *
     * @param happening gets the question and gives the answer
     */
    Passing(AuditReader to, UnaryOperator<Supplier<Answer<Page<Activity>>>> happening) {
        super(to);
        this.happening = happening;
    }

    @Override
    public Answer<Page<Activity>> activities(String tenant, Query query) {
        return happening.apply(() -> super.activities(tenant, query)).get();
    }
}
