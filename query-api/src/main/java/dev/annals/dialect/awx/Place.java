package dev.annals.dialect.awx;

import dev.annals.api.Parsed;
import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the values of a column are in the index. */
sealed interface Place {
    /** The condition that some value there meets a filter. */
    Condition where(Function<Field, Filter> filter);

    /** The condition that some value there is found by a lookup. */
    default Condition where(TextLookup lookup) {
        return where(lookup.filter());
    }

    /** The type of the linked objects that it is on; null for the activity itself. */
    default @Nullable String type() {
        return null;
    }

    /** The condition that there is no value. */
    default Filter missing() {
        return where(Filter.Missing::new).filter();
    }

    /** The fields to order by. */
    Parsed<List<Field>> order();

    /** A field of the activity itself. */
    record OnActivity(Field field) implements Place {
        @Override
        public Condition where(Function<Field, Filter> filter) {
            return new Condition.OnActivity(filter.apply(field));
        }

        @Override
        public Parsed<List<Field>> order() {
            return Parsed.of(List.of(field));
        }
    }

    /** A text of the actor, which is the empty text where there is an actor without it. */
    record OnActor(Field field) implements Place {
        @Override
        public Condition where(Function<Field, Filter> filter) {
            return new Condition.OnActivity(filter.apply(field));
        }

        @Override
        public Condition where(TextLookup lookup) {
            Filter present = lookup.filter().apply(field);
            return new Condition.OnActivity(
                    lookup.test().test("")
                            ? present.or(new Filter.Missing(field).and(missing().negated()))
                            : present);
        }

        @Override
        public Filter missing() {
            return new Filter.Missing(ActivityFields.ACTOR_ID);
        }

        @Override
        public Parsed<List<Field>> order() {
            return Parsed.of(List.of(field));
        }
    }

    /** The name that the actor logs in with, which the actor's name or id stands in for, as it does in the answer. */
    record OnActorsUsername() implements Place {
        @Override
        public Condition where(Function<Field, Filter> filter) {
            return where(filter, filter.apply(ActivityFields.ACTOR_ID));
        }

        /** Ids are ordered by value, and here they are texts. */
        @Override
        public Condition where(TextLookup lookup) {
            Filter ofId = lookup.filter().apply(ActivityFields.ACTOR_ID);
            boolean equal = ofId instanceof Filter.Term || ofId instanceof Filter.In;
            return where(lookup.filter(), equal ? ofId : new Filter.Passes(ActivityFields.ACTOR_ID, lookup.test()));
        }

        private static Condition where(Function<Field, Filter> filter, Filter ofId) {
            Filter unnamed = new Filter.Missing(ActivityFields.ACTOR_USERNAME);
            Filter nameless = new Filter.Missing(ActivityFields.ACTOR_NAME);
            return new Condition.OnActivity(new Filter.Or(List.of(
                    filter.apply(ActivityFields.ACTOR_USERNAME),
                    filter.apply(ActivityFields.ACTOR_NAME).and(unnamed),
                    new Filter.And(List.of(ofId, unnamed, nameless)))));
        }

        @Override
        public Filter missing() {
            return new Filter.Missing(ActivityFields.ACTOR_ID);
        }

        @Override
        public Parsed<List<Field>> order() {
            return Parsed.of(List.of(ActivityFields.ACTOR_USERNAME));
        }
    }

    /** A field of the linked objects of a type, by the spelling of the type. */
    record OnLink(Vocabulary vocabulary, String type, Function<String, Field> field) implements Place {
        @Override
        public Condition where(Function<Field, Filter> filter) {
            return new Condition.OnLink(type, field.andThen(filter));
        }

        @Override
        public Filter missing() {
            return new Filter.And(AwxTypes.spellings(type).stream()
                    .<Filter>map(spelling -> new Filter.Missing(field.apply(spelling)))
                    .toList());
        }

        @Override
        public Parsed<List<Field>> order() {
            return vocabulary
                    .spellings(type)
                    .map(spellings -> spellings.stream().map(field).toList());
        }
    }

    /** An attribute of the linked objects of a type that is the empty text where the log has none, as it is in the answer. */
    record OnAttributeOrEmpty(Vocabulary vocabulary, String type, String attribute) implements Place {
        @Override
        public Condition where(Function<Field, Filter> filter) {
            return new Condition.OnLink(
                    type, spelling -> filter.apply(ActivityFields.linkAttribute(spelling, attribute)));
        }

        @Override
        public Condition where(TextLookup lookup) {
            return new Condition.OnLink(type, spelling -> {
                Field field = ActivityFields.linkAttribute(spelling, attribute);
                Filter present = lookup.filter().apply(field);
                return lookup.test().test("") ? present.or(new Filter.Missing(field)) : present;
            });
        }

        /** What no event has told is not there to AWX either once the object is gone, which is when it mostly was not told. */
        @Override
        public Filter missing() {
            return new Filter.And(AwxTypes.spellings(type).stream()
                    .<Filter>map(spelling -> new Filter.Missing(ActivityFields.linkAttribute(spelling, attribute)))
                    .toList());
        }

        @Override
        public Parsed<List<Field>> order() {
            return new OnLink(vocabulary, type, spelling -> ActivityFields.linkAttribute(spelling, attribute)).order();
        }
    }

    /** An attribute of the linked objects of a type that their name stands in for, as it does in the answer. */
    record OnAttributeOrName(Vocabulary vocabulary, String type, String attribute) implements Place {
        @Override
        public Condition where(Function<Field, Filter> filter) {
            return new Condition.OnLink(type, spelling -> {
                Field own = ActivityFields.linkAttribute(spelling, attribute);
                Filter named = filter.apply(ActivityFields.linkName(spelling)).and(new Filter.Missing(own));
                return filter.apply(own).or(named);
            });
        }

        @Override
        public Filter missing() {
            return new Filter.And(AwxTypes.spellings(type).stream()
                    .<Filter>map(spelling -> new Filter.And(List.of(
                            new Filter.Missing(ActivityFields.linkAttribute(spelling, attribute)),
                            new Filter.Missing(ActivityFields.linkName(spelling)))))
                    .toList());
        }

        @Override
        public Parsed<List<Field>> order() {
            return vocabulary
                    .spellings(type)
                    .map(spellings -> spellings.stream()
                            .flatMap(spelling -> List.of(
                                    ActivityFields.linkAttribute(spelling, attribute),
                                    ActivityFields.linkName(spelling))
                                    .stream())
                            .toList());
        }
    }
}
