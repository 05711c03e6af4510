package dev.annals.dialect.sdelements.presentation;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.model.Activity;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Filter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The {@code data} of an activity whose producer gave none: each object that the activity refers to, under the key of the object's type, and
 * the object's name at that moment under {@code <key>_desc}. Several objects of one type make two lists in the same order.
 *
 * @param byKey for each key what it refers to, no object twice
 * @param createdGroup name of the group that was created, which the product shows once more
 */
public record References(
        Map<String, Set<Entity>> byKey, @Nullable String createdGroup) {
    /** The suffix of the key for names. */
    public static final String DESCRIPTION = "_desc";

    /** An object as it was at that moment. */
    public record Entity(String id, @Nullable String name) {}

    public static References of(Activity activity) {
        Map<String, Set<Entity>> byKey = new LinkedHashMap<>();
        if (isSignIn(activity.operation())) {
            return new References(byKey, null);
        }
        Parties parties = Parties.of(activity);
        ObjectRef member = parties.member();
        ObjectRef second = activity.object2();
        if (member != null) {
            add(byKey, member.type(), member.id(), member.name());
        }
        add(byKey, parties.whole().type(), parties.whole().id(), parties.whole().name());
        if (second != null && member == null) {
            add(byKey, second.type(), second.id(), second.name());
        }
        activity.related().stream()
                .filter(related -> !related.shown())
                .forEach(related -> add(byKey, related.type(), related.id(), related.name()));
        boolean group = TypeName.of(activity.object().type()).is("group");
        return new References(
                byKey,
                group && activity.operation() == Operation.CREATE
                        ? activity.object().name()
                        : null);
    }

    // The product shows no data for these: the actor is everything there is.
    private static boolean isSignIn(Operation operation) {
        return operation == Operation.LOGIN || operation == Operation.LOGOUT;
    }

    private static void add(Map<String, Set<Entity>> byKey, String type, String id, @Nullable String name) {
        String key = TypeName.of(type).key();
        // The key of such a type could be the key for the names of another type.
        if (!key.endsWith(DESCRIPTION)) {
            byKey.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(new Entity(id, name));
        }
    }

    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (createdGroup != null) {
            json.writeStringField("target_group_desc", createdGroup);
        }
        for (Map.Entry<String, Set<Entity>> entry : byKey.entrySet()) {
            String key = entry.getKey();
            List<Entity> entities = List.copyOf(entry.getValue());
            write(json, key, entities, entity -> EntityIds.shown(key, entity.id()), true);
            if (entities.stream().map(Entity::name).anyMatch(Objects::nonNull)) {
                write(json, key + DESCRIPTION, entities, Entity::name, false);
            }
        }
        json.writeEndObject();
    }

    private static void write(
            JsonGenerator json, String key, List<Entity> entities, Function<Entity, @Nullable String> part, boolean ids)
            throws IOException {
        json.writeFieldName(key);
        if (entities.size() > 1) {
            json.writeStartArray();
        }
        for (Entity entity : entities) {
            String text = part.apply(entity);
            if (text == null) {
                json.writeNull();
            } else if (ids && EntityIds.isNumber(text)) {
                json.writeNumber(text);
            } else {
                json.writeString(text);
            }
        }
        if (entities.size() > 1) {
            json.writeEndArray();
        }
    }

    /** The activities whose derived data refers to an entity with this id. */
    public static Filter toId(String key, String asked, TypeNames types) {
        Set<String> ids = EntityIds.foundAsLinked(key, asked);
        return ids.isEmpty()
                ? Filter.NONE
                : shown(types.withKey(key), type -> new Filter.In(ActivityFields.linkId(type), ids));
    }

    /** The activities whose derived data refers to an entity of this name. */
    public static Filter toName(String key, String name, TypeNames types) {
        return shown(types.withKey(key), type -> new Filter.Term(ActivityFields.linkName(type), name));
    }

    private static Filter shown(Collection<String> types, Function<String, Filter> link) {
        List<Filter> links = new ArrayList<>();
        types.forEach(type -> links.add(link.apply(type)));
        Filter signIn = new Filter.In(
                ActivityFields.OPERATION, Set.of(Operation.LOGIN.wireName(), Operation.LOGOUT.wireName()));
        return new Filter.Or(links).and(signIn.negated());
    }
}
