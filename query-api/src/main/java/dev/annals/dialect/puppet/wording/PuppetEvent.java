package dev.annals.dialect.puppet.wording;

import dev.annals.model.Activity;
import dev.annals.model.CommitObject;
import dev.annals.model.Execution;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One event of a commit in Puppet's words.
 *
 * @param type the verb: create, edit, update, delete, run_task
 * @param what the kind of thing that changed: node_group, node_group_description
 * @param description the name for machines: edit_node_group_description
 * @param message the sentence for people
 * @param execution the run that the event is about; absent for all else
 * @param activity the activity that it is a part of
 * @param objects the objects that this very event is about, in the producer's order; never empty
 */
public record PuppetEvent(
        String type,
        String what,
        String description,
        String message,
        @Nullable Execution execution,
        Activity activity,
        List<CommitObject> objects) {
    /** The one object that version 1 shows of several: the first of those that were asked for, else the first. */
    public static CommitObject theObject(List<CommitObject> objects, Predicate<CommitObject> wanted) {
        for (CommitObject object : objects) {
            if (wanted.test(object)) {
                return object;
            }
        }
        return objects.get(0);
    }
}
