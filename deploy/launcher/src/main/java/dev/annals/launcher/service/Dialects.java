package dev.annals.launcher.service;

import dev.annals.dialect.awx.AwxIndexedFields;
import dev.annals.dialect.sdelements.SdeIndexedFields;
import dev.annals.processor.view.ActivityIndexing;
import java.util.List;

/** What the dialects that are served add to the index of activities. */
final class Dialects {
    /** The view writes with it and the query API reads with it. */
    static final ActivityIndexing INDEXING =
            new ActivityIndexing(List.of(new AwxIndexedFields(), new SdeIndexedFields()));

    private Dialects() {}
}
