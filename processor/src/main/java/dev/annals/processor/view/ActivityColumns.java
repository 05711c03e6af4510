package dev.annals.processor.view;

import static dev.annals.processor.view.ActivityFields.*;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.CommitPart;
import dev.annals.model.ObjectRef;
import dev.annals.model.Presentation;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The plain columns of activities that have at most one value: written once here for indexing and for looking at rows. */
final class ActivityColumns {
    /** A column and where its value is. */
    record Column(Field field, Function<Activity, @Nullable String> value) {}

    static final List<Column> ALL = List.of(
            new Column(OPERATION, a -> a.operation().wireName()),
            new Column(SERVICE, Activity::serviceId),
            new Column(NODE, Activity::node),
            actor(ACTOR_ID, Actor::id),
            actor(ACTOR_TYPE, Actor::type),
            actor(ACTOR_NAME, Actor::name),
            actor(ACTOR_USERNAME, Actor::username),
            actor(ACTOR_FIRST_NAME, Actor::firstName),
            actor(ACTOR_LAST_NAME, Actor::lastName),
            new Column(OBJECT_TYPE, a -> a.object().type()),
            new Column(OBJECT_ID, a -> a.object().id()),
            new Column(OBJECT_NAME, a -> a.object().name()),
            second(OBJECT2_TYPE, ObjectRef::type),
            second(OBJECT2_ID, ObjectRef::id),
            second(OBJECT2_NAME, ObjectRef::name),
            new Column(RELATIONSHIP, Activity::relationship),
            new Column(COMMIT, ActivityColumns::commitId),
            new Column(IP_ADDRESS, Activity::ipAddress),
            new Column(TRACEPARENT, Activity::traceparent),
            new Column(PRESENTATION_NAME, ActivityColumns::presentationName));

    static final Map<String, Column> BY_NAME = ALL.stream()
            .collect(Collectors.toUnmodifiableMap(column -> column.field().column(), Function.identity()));

    private ActivityColumns() {}

    private static Column actor(Field field, Function<Actor, @Nullable String> value) {
        return new Column(field, activity -> {
            Actor actor = activity.actor();
            return actor == null ? null : value.apply(actor);
        });
    }

    private static Column second(Field field, Function<ObjectRef, @Nullable String> value) {
        return new Column(field, activity -> {
            ObjectRef object = activity.object2();
            return object == null ? null : value.apply(object);
        });
    }

    private static @Nullable String commitId(Activity activity) {
        CommitPart part = activity.commit();
        return part == null ? null : part.id();
    }

    private static @Nullable String presentationName(Activity activity) {
        Presentation presentation = activity.presentation();
        return presentation == null ? null : presentation.name();
    }
}
