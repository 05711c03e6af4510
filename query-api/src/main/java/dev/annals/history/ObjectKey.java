package dev.annals.history;

import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Filter;

/** An object by type and id. */
record ObjectKey(String type, String id) {
    /** The activities that are about it; not those that only name it. */
    Filter activities() {
        return new Filter.Term(ActivityFields.OBJECT_TYPE, type).and(new Filter.Term(ActivityFields.OBJECT_ID, id));
    }
}
