package dev.annals.dialect.awx;

import com.google.re2j.Pattern;
import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.ObjectRef;
import dev.annals.processor.index.entry.TextWords.TextFold;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * AWX's filters and orders said a second time, straight from the records: one parameter after the other, one activity after
 * the other, without the query model. What the dialect is compared with.
 */
final class PlainAwx {
    /** One parameter: where it belongs, and the rest of its name with its value. */
    record Parameter(String prefix, String path, String lookup, String value) {
        String text() {
            return prefix + path + (lookup.isEmpty() ? "" : "__" + lookup) + "="
                    + dev.annals.api.QueryString.encode(value);
        }

        boolean not() {
            return prefix.endsWith("not__");
        }
    }

    private record Linked(String type, String id, String name) {}

    private PlainAwx() {}

    /** A condition on one linked object: whether it meets a parameter. */
    private record OnLink(String type, Parameter parameter) {
        boolean meets(Linked link) {
            return found(parameter, ofLink(link, parameter.path())) != parameter.not();
        }
    }

    static boolean matches(Activity activity, List<Parameter> unordered) {
        List<Parameter> parameters = grouped(unordered);
        List<Parameter> chained = parameters.stream()
                .filter(p -> p.prefix().startsWith("chain__"))
                .toList();
        List<Parameter> plain = parameters.stream()
                .filter(p -> !p.prefix().startsWith("chain__") && !p.prefix().startsWith("or__"))
                .toList();
        List<Parameter> or =
                parameters.stream().filter(p -> p.prefix().startsWith("or__")).toList();
        Set<String> apart = new HashSet<>();
        chained.stream().filter(PlainAwx::joins).forEach(p -> apart.add(type(p)));
        Set<String> joined = new HashSet<>();
        Map<String, List<OnLink>> ands = new HashMap<>();
        boolean holds = chained.stream().allMatch(p -> alone(activity, p));
        for (Parameter p : plain) {
            if (isOnLink(p, joined, apart)) {
                ands.computeIfAbsent(type(p), type -> new ArrayList<>()).add(new OnLink(type(p), p));
            } else {
                holds &= alone(activity, p);
            }
        }
        boolean every = ands.keySet().stream().allMatch(type -> oneMeets(activity, type, ands.get(type), null));
        boolean either = or.isEmpty() && every;
        for (Parameter p : or) {
            if (isOnLink(p, joined, apart)) {
                boolean others = ands.keySet().stream()
                        .filter(type -> !type.equals(type(p)))
                        .allMatch(type -> oneMeets(activity, type, ands.get(type), null));
                List<OnLink> same = ands.getOrDefault(type(p), List.of());
                either |= others && oneMeets(activity, type(p), same, new OnLink(type(p), p));
            } else {
                either |= every && alone(activity, p);
            }
        }
        return holds && either;
    }

    /** Parameters of one name come together, where the first of them stands. */
    private static List<Parameter> grouped(List<Parameter> parameters) {
        Map<String, List<Parameter>> byName = new LinkedHashMap<>();
        parameters.forEach(
                p -> byName.computeIfAbsent(p.prefix() + p.path() + "__" + p.lookup(), n -> new ArrayList<>())
                        .add(p));
        return byName.values().stream().flatMap(List::stream).toList();
    }

    /** A positive condition is on a link of its own type; a negative one only behind a positive one. */
    private static boolean isOnLink(Parameter p, Set<String> joined, Set<String> apart) {
        if (joins(p) && !apart.contains(type(p))) {
            joined.add(type(p));
        }
        return isRelation(p.path()) && !asksForNone(p) && (!p.not() || joined.contains(type(p)));
    }

    private static boolean joins(Parameter p) {
        boolean none = p.value().equals("null")
                || (p.lookup().equals("isnull") && p.value().equals("true"));
        return isRelation(p.path()) && !p.not() && !none;
    }

    private static String type(Parameter p) {
        return p.path().split("__")[0];
    }

    private static boolean oneMeets(Activity activity, String type, List<OnLink> conditions, OnLink further) {
        return links(activity, type)
                .anyMatch(link -> conditions.stream().allMatch(condition -> condition.meets(link))
                        && (further == null || further.meets(link)));
    }

    private static boolean asksForNone(Parameter p) {
        return p.lookup().equals("isnull") || p.value().equals("null");
    }

    private static boolean alone(Activity activity, Parameter p) {
        boolean holds;
        if (isRelation(p.path())) {
            String type = p.path().split("__")[0];
            if (p.lookup().equals("isnull") || p.value().equals("null")) {
                boolean none = links(activity, type).allMatch(link -> ofLink(link, p.path()) == null);
                holds = none == (!p.lookup().equals("isnull") || p.value().equals("true"));
            } else {
                holds = links(activity, type).anyMatch(link -> found(p, ofLink(link, p.path())));
            }
        } else {
            holds = found(p, value(activity, p.path()));
        }
        return holds != p.not();
    }

    private static boolean isRelation(String path) {
        String first = path.split("__")[0];
        return AwxTypes.ALL.contains(first) && !first.equals("setting");
    }

    private static Stream<Linked> links(Activity a, String type) {
        List<Linked> links = new ArrayList<>();
        links.add(new Linked(a.object().type(), a.object().id(), a.object().name()));
        ObjectRef second = a.object2();
        if (second != null) {
            links.add(new Linked(second.type(), second.id(), second.name()));
        }
        a.related().stream().filter(r -> !r.shown()).forEach(r -> links.add(new Linked(r.type(), r.id(), r.name())));
        return links.stream().filter(link -> AwxTypes.of(link.type()).equals(type));
    }

    private static String ofLink(Linked link, String path) {
        return path.endsWith("__name") ? link.name() : link.id();
    }

    static String value(Activity a, String path) {
        Actor actor = a.actor();
        ObjectRef second = a.object2();
        return switch (path) {
            case "id" -> Long.toString(a.id());
            case "operation" -> a.operation().wireName();
            case "object1" -> AwxTypes.of(a.object().type());
            case "object2" -> second == null ? "" : AwxTypes.of(second.type());
            case "object1_id" -> a.object().id();
            case "object2_id" -> second == null ? null : second.id();
            case "action_node" -> Objects.requireNonNullElse(a.node(), "");
            case "object_relationship_type" -> Objects.requireNonNullElse(a.relationship(), "");
            case "actor" -> actor == null ? null : actor.id();
            case "actor__username" -> actor == null ? null : AwxSummary.username(actor);
            case "actor__last_name" -> actor == null ? null : Objects.requireNonNullElse(actor.lastName(), "");
            case "timestamp" -> Long.toString(micros(a.time()));
            case "changes" -> ChangesDocument.searched(a);
            default -> throw new IllegalArgumentException(path);
        };
    }

    private static boolean found(Parameter p, String value) {
        String asked = p.value();
        if (p.lookup().equals("isnull")) {
            return (value == null) == asked.equals("true");
        }
        if (asked.equals("null") && p.path().equals("actor")) {
            return value == null;
        }
        if (value == null) {
            return false;
        }
        if (p.path().equals("timestamp")) {
            return compared(
                    p.lookup(), new BigInteger(value).compareTo(BigInteger.valueOf(micros(Instant.parse(asked)))));
        }
        return switch (p.lookup()) {
            case "", "exact" -> value.equals(asked);
            case "iexact" ->
                Pattern.compile("\\A" + Pattern.quote(asked) + "\\z", Pattern.CASE_INSENSITIVE)
                        .matcher(value)
                        .find();
            case "contains" -> value.contains(asked);
            case "icontains" -> TextFold.fold(value).contains(TextFold.fold(asked));
            case "startswith" -> value.startsWith(asked);
            case "istartswith" -> TextFold.fold(value).startsWith(TextFold.fold(asked));
            case "endswith" -> value.endsWith(asked);
            case "regex" -> Pattern.compile(asked).matcher(value).find();
            case "in" -> Arrays.asList(asked.split(",", -1)).contains(value);
            default -> {
                boolean numeric = isId(p.path()) && asked.matches("\\d+");
                if (numeric && !isNumber(value)) {
                    yield false;
                }
                yield compared(p.lookup(), compare(isId(p.path()), value, asked));
            }
        };
    }

    private static boolean compared(String lookup, int order) {
        return switch (lookup) {
            case "gt" -> order > 0;
            case "gte" -> order >= 0;
            case "lt" -> order < 0;
            case "lte" -> order <= 0;
            default -> order == 0;
        };
    }

    private static boolean isId(String path) {
        return path.endsWith("id") || path.equals("actor") || AwxTypes.ALL.contains(path) || path.equals("timestamp");
    }

    private static boolean isNumber(String text) {
        return text.matches("0|[1-9][0-9]*");
    }

    /** Ids that are numbers come by value and before all others. */
    private static int compare(boolean ids, String a, String b) {
        if (ids && isNumber(a) && isNumber(b)) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        if (ids && isNumber(a) != isNumber(b)) {
            return isNumber(a) ? -1 : 1;
        }
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /** The order of {@code order_by}: NULL comes last upwards and first downwards; ties by id in the last key's direction. */
    static Comparator<Activity> order(List<String> keys) {
        Comparator<Activity> order = (a, b) -> 0;
        boolean descending = false;
        for (String key : keys) {
            descending = key.startsWith("-");
            String path = descending ? key.substring(1) : key;
            Comparator<Activity> next = Comparator.comparing(
                    a -> ordered(a, path), Comparator.nullsLast((x, y) -> compare(isId(path), x, y)));
            order = order.thenComparing(descending ? next.reversed() : next);
        }
        Comparator<Activity> byId = Comparator.comparingLong(Activity::id);
        return order.thenComparing(descending ? byId.reversed() : byId);
    }

    // What an event does not tell of an actor is empty or replaced in filters, and absent in an order.
    private static String ordered(Activity a, String path) {
        Actor actor = a.actor();
        boolean untold = actor != null
                && ((path.equals("actor__username") && actor.username() == null)
                        || (path.equals("actor__last_name") && actor.lastName() == null));
        return untold ? null : value(a, path);
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
