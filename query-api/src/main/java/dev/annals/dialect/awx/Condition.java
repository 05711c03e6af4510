package dev.annals.dialect.awx;

import dev.annals.api.Reply;
import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Filter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one parameter asks for. Conditions on linked objects wait to be joined, because all plain ones are about the same object. */
sealed interface Condition {
    /** The condition as a filter by itself. */
    Filter filter();

    /** The type of the linked objects that this is about; null when it is about none. */
    @Nullable
    String joined();

    /**
     * A condition on the activity.
     *
     * @param joined the type of the linked objects that Django looks at for it; null when it looks at none
     */
    record OnActivity(Filter filter, @Nullable String joined) implements Condition {
        OnActivity(Filter filter) {
            this(filter, null);
        }
    }

    /**
     * A condition on a linked object of one type.
     *
     * @param of the condition for one spelling of the type
     */
    record OnLink(String type, Function<String, Filter> of) implements Condition {
        @Override
        public String joined() {
            return type;
        }

        @Override
        public Filter filter() {
            return sameLink(type, List.of(this));
        }

        /** The condition that the same object does not meet this one. */
        OnLink negated() {
            return new OnLink(type, of.andThen(Filter::negated));
        }

        /** The condition that there is no linked object of the type. */
        OnActivity noneLinked() {
            return new OnActivity(new Filter.And(AwxTypes.spellings(type).stream()
                    .map(spelling -> new Filter.Term(ActivityFields.LINK_TYPE, spelling).negated())
                    .toList()));
        }
    }

    /**
     * A condition that is read and cannot be asked. AWX reads all parameters before it asks the first, so this refusal comes after those of values that cannot be
     * read.
     */
    record Refused(Reply answer) implements Condition {
        @Override
        public @Nullable String joined() {
            return null;
        }

        @Override
        public Filter filter() {
            return Filter.NONE;
        }
    }

    /** All of them, those on objects of one type about one and the same object. */
    static Filter all(List<Condition> conditions) {
        List<Filter> parts = new ArrayList<>();
        Map<String, List<OnLink>> byType = new LinkedHashMap<>();
        for (Condition condition : conditions) {
            if (condition instanceof OnLink link) {
                byType.computeIfAbsent(link.type(), type -> new ArrayList<>()).add(link);
            } else {
                parts.add(condition.filter());
            }
        }
        byType.forEach((type, links) -> parts.add(sameLink(type, links)));
        return parts.size() == 1 ? parts.get(0) : new Filter.And(parts);
    }

    /** Any of them; one condition on a linked object when all are on one type. */
    static Condition any(List<Condition> conditions) {
        List<OnLink> links = conditions.stream()
                .filter(OnLink.class::isInstance)
                .map(OnLink.class::cast)
                .toList();
        long types = links.stream().map(OnLink::type).distinct().count();
        if (links.size() == conditions.size() && types == 1) {
            return new OnLink(
                    links.get(0).type(),
                    spelling -> new Filter.Or(links.stream()
                            .map(link -> link.of().apply(spelling))
                            .toList()));
        }
        return new OnActivity(
                new Filter.Or(conditions.stream().map(Condition::filter).toList()));
    }

    private static Filter sameLink(String type, List<OnLink> links) {
        List<Filter> spelled = new ArrayList<>(2);
        for (String spelling : AwxTypes.spellings(type)) {
            List<Filter> conditions =
                    links.stream().map(link -> link.of().apply(spelling)).toList();
            boolean plain = conditions.size() == 1 && isPlain(conditions.get(0));
            spelled.add(plain ? conditions.get(0) : new Filter.SameLink(spelling, conditions));
        }
        return spelled.size() == 1 ? spelled.get(0) : new Filter.Or(spelled);
    }

    // One positive condition on one field means the same with and without naming the object.
    private static boolean isPlain(Filter filter) {
        return !(filter instanceof Filter.And
                || filter instanceof Filter.Or
                || filter instanceof Filter.Not
                || filter instanceof Filter.Missing
                || filter instanceof Filter.SameLink);
    }
}
