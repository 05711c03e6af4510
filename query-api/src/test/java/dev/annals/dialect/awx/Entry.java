package dev.annals.dialect.awx;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds an activity as the processor would make it of an event. */
final class Entry {
    static final Actor ADMIN = new Actor("users", "1", "Ad Min", "admin", "Ad", "Min");

    private final Operation operation;
    private ObjectRef object;
    private ObjectRef object2;
    private String relationship;
    private Actor actor = ADMIN;
    private Instant time = Instant.parse("2024-05-01T12:00:00Z");
    private String node = "awx";
    private final List<RelatedObject> related = new ArrayList<>();
    private final List<FieldChange> changes = new ArrayList<>();

    private Entry(Operation operation, ObjectRef object) {
        this.operation = operation;
        this.object = object;
    }

    static Entry of(Operation operation, String type, String id, String name) {
        return new Entry(operation, new ObjectRef(type, id, name, null, null));
    }

    Entry summary(String json) {
        object = new ObjectRef(object.type(), object.id(), object.name(), null, new JsonText(json));
        return this;
    }

    Entry to(String type, String id, String name, String summary) {
        object2 = new ObjectRef(type, id, name, null, summary == null ? null : new JsonText(summary));
        return this;
    }

    Entry relationship(String text) {
        relationship = text;
        return this;
    }

    Entry related(String type, String id, String name, String summary) {
        related.add(new RelatedObject(type, id, name, null, summary == null ? null : new JsonText(summary)));
        return this;
    }

    Entry by(Actor other) {
        actor = other;
        return this;
    }

    Entry at(String instant) {
        time = Instant.parse(instant);
        return this;
    }

    Entry node(String other) {
        node = other;
        return this;
    }

    Entry change(String field, String oldJson, String newJson) {
        changes.add(new FieldChange(field, json(oldJson), json(newJson)));
        return this;
    }

    private static JsonText json(String text) {
        return text == null ? null : new JsonText(text);
    }

    Activity numbered(long id) {
        return new Activity(
                id,
                "default",
                new Origin("test:awx", "e" + id, 0, id - 1, time),
                time,
                null,
                "default",
                node,
                operation,
                actor,
                object,
                object2,
                relationship,
                related,
                changes,
                false,
                List.of(),
                null,
                Wording.NONE,
                null,
                null,
                null,
                Map.of(),
                null,
                Hash.ZERO);
    }

    /** The entries numbered from 1. */
    static List<Activity> numbered(Entry... entries) {
        List<Activity> activities = new ArrayList<>();
        for (Entry entry : entries) {
            activities.add(entry.numbered(activities.size() + 1L));
        }
        return activities;
    }
}
