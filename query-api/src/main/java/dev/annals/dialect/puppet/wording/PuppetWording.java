package dev.annals.dialect.puppet.wording;

import dev.annals.dialect.puppet.bundle.PuppetBundle;
import dev.annals.model.Activity;
import dev.annals.model.CommitObject;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puppet's words for an activity. A producer's own message makes one event of it; without one the words come from what was
 * done: a create is the creation and each field that was set, an update one event for each changed field or entry.
 */
public final class PuppetWording {
    private static final Pattern NOT_A_NAME = Pattern.compile("[^\\p{Alnum}:.*-]+");

    private final Activity activity;
    private final Manner manner;

    private PuppetWording(Activity activity) {
        this.activity = activity;
        this.manner = Manner.of(activity.object());
    }

    /** The events of an activity, in its own order; none for what a service submitted without events. */
    public static List<PuppetEvent> events(Activity activity) {
        if (activity.labels().containsKey(PuppetBundle.WITHOUT_EVENTS)) {
            return List.of();
        }
        PuppetWording wording = new PuppetWording(activity);
        Wording given = activity.wording();
        List<CommitObject> objects = objects(activity);
        if (given.message() != null) {
            return List.of(wording.event(wording.head(), given, objects));
        }
        return wording.phrases().stream()
                .map(phrase -> wording.event(phrase, given, objects))
                .toList();
    }

    /** Words that the producer did not give are derived. */
    private PuppetEvent event(Phrase phrase, Wording given, List<CommitObject> objects) {
        return new PuppetEvent(
                or(given.verb(), phrase.type()),
                or(given.what(), phrase.what()),
                or(given.description(), phrase.description()),
                or(given.message(), phrase.message()),
                activity.execution(),
                activity,
                objects);
    }

    /** The one phrase for the whole activity. */
    private Phrase head() {
        if (activity.operation() == Operation.UPDATE && activity.changes().size() == 1) {
            List<Phrase> only = FieldPhrases.of(manner, activity.changes().get(0), false);
            return only.size() == 1 ? only.get(0) : manner.edited();
        }
        return action();
    }

    private List<Phrase> phrases() {
        List<Phrase> phrases = new ArrayList<>();
        boolean creation = activity.operation() == Operation.CREATE;
        if (activity.operation() == Operation.DELETE) {
            // The deletion of the object includes the removal of all its values.
            return List.of(manner.deleted());
        }
        if (activity.operation() != Operation.UPDATE) {
            phrases.add(action());
        }
        for (FieldChange change : activity.changes()) {
            if (!creation || !saidByCreation(change)) {
                phrases.addAll(FieldPhrases.of(manner, change, creation));
            }
        }
        return phrases.isEmpty() ? List.of(manner.edited()) : phrases;
    }

    private Phrase action() {
        ObjectRef object2 = activity.object2();
        return switch (activity.operation()) {
            case CREATE -> manner.created();
            case UPDATE -> manner.edited();
            case DELETE -> manner.deleted();
            case ASSOCIATE, DISASSOCIATE ->
                object2 == null
                        ? manner.edited()
                        : manner.association(
                                object2, activity.relationship(), activity.operation() == Operation.ASSOCIATE);
            case EXECUTE -> execution();
            case LOGIN -> simple("login", " logged in");
            case LOGOUT -> simple("logout", " logged out");
            case OTHER -> activity.execution() == null ? other() : execution();
        };
    }

    private Phrase simple(String verb, String happened) {
        Noun noun = Noun.of(activity.object().type());
        return new Phrase(
                verb,
                noun.what(),
                verb + "_" + noun.what(),
                noun.capitalised() + " \"" + name(activity.object()) + "\"" + happened);
    }

    private Phrase other() {
        Noun noun = Noun.of(activity.object().type());
        return new Phrase(
                "other",
                noun.what(),
                "other_" + noun.what(),
                "Recorded an event on the " + noun.named(activity.object()) + " with id "
                        + activity.object().id());
    }

    private Phrase execution() {
        Execution run = activity.execution();
        ObjectRef object = activity.object();
        Noun noun = Noun.of(object.type());
        String name = run == null || run.name() == null ? name(object) : run.name();
        Kind kind = Kind.of(run == null ? null : run.kind());
        String job = run == null || run.id() == null ? "" : " via orchestrator job \"" + run.id() + "\"";
        return new Phrase(
                kind.type,
                noun.what(),
                "request_" + NOT_A_NAME.matcher(name).replaceAll("_") + "_on_" + noun.what(),
                "Request \"" + name + "\" " + kind.word + " on \"" + name(object) + "\"" + job);
    }

    /** Puppet's creation event names the object, so that there is no further event for its name and id. */
    private boolean saidByCreation(FieldChange change) {
        ObjectRef object = activity.object();
        JsonText value = change.newValue();
        if (value == null || !(change.field().equals("name") || change.field().equals("id"))) {
            return false;
        }
        String text = ValueText.bare(value.tree());
        return text.equals(change.field().equals("id") ? object.id() : object.name());
    }

    private static List<CommitObject> objects(Activity activity) {
        List<CommitObject> objects = new ArrayList<>();
        ObjectRef object = activity.object();
        ObjectRef object2 = activity.object2();
        objects.add(new CommitObject(object.type(), object.id(), object.name()));
        if (object2 != null) {
            objects.add(new CommitObject(object2.type(), object2.id(), object2.name()));
        }
        for (RelatedObject related : activity.related()) {
            if (!related.shown()) {
                objects.add(new CommitObject(related.type(), related.id(), related.name()));
            }
        }
        return List.copyOf(objects);
    }

    private static String name(ObjectRef object) {
        return Noun.name(object.name(), object.id());
    }

    private static String or(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }

    /** The kinds of run that Puppet's orchestrator tells apart. */
    private enum Kind {
        PUPPET("puppet_agent", "run"),
        TASK("run_task", "task"),
        PLAN("plan_task", "plan");

        private final String type;
        private final String word;

        Kind(String type, String word) {
            this.type = type;
            this.word = word;
        }

        static Kind of(@Nullable String kind) {
            String text = kind == null ? "" : kind.toLowerCase(Locale.ROOT);
            if (text.contains("plan")) {
                return PLAN;
            }
            return text.contains("task") ? TASK : PUPPET;
        }
    }
}
