package dev.annals.dialect.puppet;

import dev.annals.api.parameter.IsoTimes;
import dev.annals.api.parameter.IsoTimes.IsoTime;
import dev.annals.processor.view.CommitFields;
import dev.annals.query.Filter;
import dev.annals.query.Filter.Bound;
import dev.annals.query.Filter.In;
import dev.annals.query.Filter.Range;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puppet's names over the fields of a commit: what a value that is asked for stands for in the query model. */
final class PuppetFields {
    /** How Puppet reads a time. */
    static final IsoTimes TIMES = IsoTimes.strict(9);

    private PuppetFields() {}

    /** Commits of a service. */
    static Filter service(String id) {
        return new Filter.Term(CommitFields.SERVICE, id);
    }

    /** Commits by a subject of this type, and with one of these ids if there are any. */
    static In subject(String type, Set<String> ids) {
        return ids.isEmpty()
                ? new In(CommitFields.SUBJECT_TYPE, Set.of(type))
                : new In(CommitFields.subjectId(type), ids);
    }

    /** Commits about an object of this type, and with one of these ids if there are any. */
    static In object(String type, Set<String> ids) {
        return ids.isEmpty()
                ? new In(CommitFields.OBJECT_TYPE, Set.of(type))
                : new In(CommitFields.objectId(type), ids);
    }

    /** Commits from an address with this part. */
    static Filter address(String part) {
        return new Filter.Contains(CommitFields.IP_ADDRESS, part, true);
    }

    /** Commits strictly after a time: of times in microseconds, those beyond the last one that is not after it. */
    static Filter after(IsoTime time) {
        return times(bound(time.floorMicros(), false), null);
    }

    /** Commits from one time to another, both included. */
    static Filter within(IsoTime start, IsoTime end) {
        return times(bound(start.ceilMicros(), true), bound(end.floorMicros(), true));
    }

    private static Filter times(Bound lower, @Nullable Bound upper) {
        return new Range(CommitFields.TIME, lower, upper);
    }

    private static Bound bound(long micros, boolean inclusive) {
        return new Bound(Long.toString(micros), inclusive);
    }
}
