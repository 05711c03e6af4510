package dev.annals.ingest.mapping;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One source of records: where they come from, in what format, and what becomes of them.
 *
 * @param topics the topics; empty for a mirror
 * @param mirror the product whose own history is read; absent for topics
 * @param connector the name of the Debezium connector, where the topic of transactions does not begin with it
 * @param unavailable what stands for a value that Debezium was not given
 * @param context the prefix of logical messages that say something about their transaction, such as its actor
 * @param patience how long the rest of a transaction is waited for
 * @param defaults what holds for all records of the source
 * @param rules what holds for some of them; the first that matches counts
 */
public record SourceMapping(
        List<Glob> topics,
        @Nullable String mirror,
        Format format,
        @Nullable String connector,
        String unavailable,
        String context,
        Duration patience,
        Rule defaults,
        List<MatchedRule> rules) {
    /** What the records of a topic are. */
    public enum Format {
        DEBEZIUM,
        JSON,
        CLOUDEVENTS
    }

    /** A rule and the names that it is about: of tables, of types of CloudEvents, of topics, of types of objects. */
    public record MatchedRule(Glob match, Rule rule) {}

    /** Debezium's own default. */
    public static final String UNAVAILABLE = "__debezium_unavailable_value";

    static final String CONTEXT = "annals";
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A mirror with nothing said about it. */
    public static SourceMapping mirrorOf(String product) {
        return new SourceMapping(
                List.of(), product, Format.JSON, null, UNAVAILABLE, CONTEXT, PATIENCE, Rule.NONE, List.of());
    }

    /** Whether it reads a topic. */
    public boolean reads(String topic) {
        return topics.stream().anyMatch(glob -> glob.matches(topic));
    }

    /** What the mapping says of records with that name. */
    public Rule rule(String name) {
        for (MatchedRule matched : rules) {
            if (matched.match().matches(name)) {
                return matched.rule().over(defaults);
            }
        }
        return defaults;
    }
}
