package dev.annals.processor.view;

import dev.annals.model.Actor;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a commit's fields.
 *
 * @param commit the commit
 */
public record CommitValues(Commit commit) implements FieldValues {
    @Override
    public List<String> of(Field field) {
        Actor subject = commit.actor();
        return switch (field.column()) {
            case "number" -> List.of(Long.toString(commit.number()));
            case "time" -> List.of(Long.toString(ActivityValues.micros(commit.time())));
            case "service" -> List.of(commit.serviceId());
            case "object.type" ->
                commit.objects().stream().map(CommitObject::type).distinct().toList();
            case "object.id" -> objectIds(field.keys().get(0));
            case "ip" -> optional(commit.ipAddress());
            case "commit" -> optional(commit.commitId());
            case "subject.type" -> optional(subject == null ? null : subject.type());
            case "subject.id" ->
                optional(subject == null || !subject.type().equals(field.keys().get(0)) ? null : subject.id());
            default -> throw new IllegalArgumentException("commits have no field " + field);
        };
    }

    private List<String> objectIds(String type) {
        return commit.objects().stream()
                .filter(object -> object.type().equals(type))
                .map(CommitObject::id)
                .toList();
    }

    private static List<String> optional(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }
}
