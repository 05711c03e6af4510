package dev.annals.dialect.sdelements.presentation;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.RelatedObject;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sentence of an activity whose producer gave none: {@code Admin Testerton created group Developers}. */
public final class DerivedText {
    private DerivedText() {}

    public static String of(Activity activity) {
        String message = activity.wording().message();
        // Such an operation is unknown here, so the producer's own sentence says more than a derived one.
        if (activity.operation() == Operation.OTHER && message != null && !message.isBlank()) {
            return message;
        }
        return actor(activity.actor()) + " " + predicate(activity);
    }

    private static String predicate(Activity activity) {
        return switch (activity.operation()) {
            case CREATE -> "created " + object(activity);
            case UPDATE -> "modified " + object(activity);
            case DELETE -> "deleted " + object(activity);
            case ASSOCIATE -> joined("added ", " to ", activity);
            case DISASSOCIATE -> joined("removed ", " from ", activity);
            case EXECUTE -> "executed " + object(activity);
            case LOGIN -> "logged in";
            case LOGOUT -> "logged out";
            case OTHER -> "acted on " + object(activity);
        };
    }

    private static String joined(String verb, String joint, Activity activity) {
        Parties parties = Parties.of(activity);
        ObjectRef member = parties.member();
        String whole = named(parties.whole()) + within(parties.whole(), activity);
        if (member == null) {
            return verb + whole;
        }
        // A member that the text names without its type can only be a user.
        boolean isUser = TypeName.of(member.type()).is("user");
        return verb + (isUser ? name(member.name(), member.id()) : named(member)) + joint + whole;
    }

    private static String object(Activity activity) {
        return named(activity.object()) + within(activity.object(), activity);
    }

    /** A project is always of an application. */
    private static String within(ObjectRef object, Activity activity) {
        if (!TypeName.of(object.type()).is("project")) {
            return "";
        }
        return activity.related().stream()
                .filter(related -> TypeName.of(related.type()).is("application"))
                .findFirst()
                .map((RelatedObject application) -> " in application " + name(application.name(), application.id()))
                .orElse("");
    }

    private static String named(ObjectRef object) {
        return TypeName.of(object.type()).spoken() + " " + name(object.name(), object.id());
    }

    private static String actor(@Nullable Actor actor) {
        if (actor == null) {
            return "System";
        }
        String names = Stream.of(actor.firstName(), actor.lastName())
                .filter(Objects::nonNull)
                .filter(name -> !name.isBlank())
                .collect(Collectors.joining(" "));
        return Stream.of(actor.name(), names, actor.username())
                .filter(Objects::nonNull)
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElse(actor.id());
    }

    private static String name(@Nullable String name, String id) {
        return name == null || name.isBlank() ? id : name;
    }
}
