package dev.annals.processor.stage;

import dev.annals.codec.Limits;
import dev.annals.model.TimeSpan;
import dev.annals.processor.stage.group.CommitBounds;
import dev.annals.redact.RedactionRules;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How changes are processed: all that an epoch sets, as values here and as text on the log.
 *
 * @param semantics what the stages do, as a number; see {@link #SEMANTICS}
 * @param redaction what is masked
 * @param horizon how long, in record time, an event's (source, id) and a closed commit's id are remembered
 * @param commits when a commit closes
 * @param limits how large an event may be
 */
public record PipelineSettings(
        int semantics, RedactionRules redaction, Duration horizon, CommitBounds commits, Limits limits) {
    /**
     * The semantics that this release gives a new log. The rule for whoever changes a stage so that it makes other bytes of the same log:
     *
     * <ol>
     *   <li>add 1 to this number, in the same commit;
     *   <li>keep what the stage did before for logs under lower semantics, and choose between the two by {@link #semantics()}, so that a replay gives what it gave;
     *   <li>say in the change log what differs. A log goes on under its own semantics until {@code annals reconfigure} raises them.
     * </ol>
     *
     * Whoever takes the stages of old semantics away raises {@link #OLDEST_SEMANTICS} with it. What is masked counts too: lists such as those of the words in secret names are part of a stage.
     */
    public static final int SEMANTICS = 1;

    /** The lowest semantics that this release has the stages for. */
    public static final int OLDEST_SEMANTICS = 1;

    /** Largest activity, which leaves room in a record for its key. */
    public static final int LARGEST_VALUE = Topics.LARGEST_RECORD - 64 * 1024;

    /** Largest document. An activity that takes fields from it holds their names and what else its event says, and must fit. */
    public static final int LARGEST_DOCUMENT = LARGEST_VALUE - 3 * 1024 * 1024;

    /** The usual names; one day; the default bounds. */
    public static final PipelineSettings DEFAULT = new PipelineSettings(
            SEMANTICS, RedactionRules.DEFAULT, Duration.ofDays(1), CommitBounds.DEFAULT, Limits.DEFAULT);

    /** Names of the settings on the log, by which they are also shown. Those that can be configured are named as there. */
    public static final String SEMANTICS_NAME = "semantics";

    public static final String STANDARD_NAMES = "redaction-standard-names";
    public static final String REDACTION_RULES = "redaction-rules";
    public static final String DEDUPLICATION_HORIZON = "deduplication-horizon";
    public static final String COMMIT_GAP = "commit-gap";
    public static final String COMMIT_SIZED_GAP = "commit-sized-gap";
    public static final String COMMIT_MEMBERS = "commit-members";
    public static final String COMMIT_OBJECT_BYTES = "commit-object-bytes";
    public static final String COMMITS_OPEN = "commits-open";
    public static final String RECORD_BYTES = "record-bytes";

    public PipelineSettings {
        if (horizon.compareTo(Duration.ofSeconds(1)) < 0 || horizon.compareTo(Duration.ofDays(3650)) > 0) {
            throw new IllegalArgumentException(
                    "deduplication horizon: " + horizon + " (expected: 1 second to 10 years)");
        }
    }

    /** The longest time that anything waits for or is remembered. */
    public Duration longestWait() {
        return horizon.compareTo(commits.sizedGap()) > 0 ? horizon : commits.sizedGap();
    }

    /** The settings by their names, as an epoch has them. Lists have one entry a line. */
    public SortedMap<String, String> text() {
        SortedMap<String, String> text = new TreeMap<>();
        text.put(SEMANTICS_NAME, Integer.toString(semantics));
        text.put(STANDARD_NAMES, String.join("\n", redaction.standard()));
        text.put(REDACTION_RULES, String.join("\n", redaction.own()));
        text.put(DEDUPLICATION_HORIZON, TimeSpan.text(horizon));
        text.put(COMMIT_GAP, TimeSpan.text(commits.gap()));
        text.put(COMMIT_SIZED_GAP, TimeSpan.text(commits.sizedGap()));
        text.put(COMMIT_MEMBERS, Integer.toString(commits.mostMembers()));
        text.put(COMMIT_OBJECT_BYTES, Integer.toString(commits.mostObjectBytes()));
        text.put(COMMITS_OPEN, Integer.toString(commits.mostOpen()));
        text.put(RECORD_BYTES, Integer.toString(limits.recordBytes()));
        return Collections.unmodifiableSortedMap(text);
    }

    /**
     * The settings of an epoch.
     *
     * @throws IllegalArgumentException when this release cannot process under them; the message says which setting it is and what to do
     */
    public static PipelineSettings of(SortedMap<String, String> text) {
        TreeSet<String> unknown = new TreeSet<>(text.keySet());
        unknown.removeAll(DEFAULT.text().keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the log has the settings " + unknown
                    + ", which this release does not know; run the release that set them, or a newer one");
        }
        int semantics = number(text, SEMANTICS_NAME);
        refusal(semantics, OLDEST_SEMANTICS, SEMANTICS).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        try {
            return new PipelineSettings(
                    semantics,
                    RedactionRules.of(lines(value(text, STANDARD_NAMES)), lines(value(text, REDACTION_RULES))),
                    TimeSpan.parse(value(text, DEDUPLICATION_HORIZON)),
                    new CommitBounds(
                            TimeSpan.parse(value(text, COMMIT_GAP)),
                            TimeSpan.parse(value(text, COMMIT_SIZED_GAP)),
                            number(text, COMMIT_MEMBERS),
                            number(text, COMMIT_OBJECT_BYTES),
                            number(text, COMMITS_OPEN)),
                    new Limits(number(text, RECORD_BYTES)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the log's settings cannot be used (" + e.getMessage() + "); run the release that set them", e);
        }
    }

    /** Why a log cannot be processed by a release that has the stages of some semantics; empty when it can. */
    static Optional<String> refusal(int semantics, int oldest, int newest) {
        if (semantics > newest) {
            return Optional.of(
                    "the log is processed under semantics " + semantics + ", and this release knows them up to "
                            + newest + "; run the release that set them, or a newer one");
        }
        return semantics < oldest
                ? Optional.of("the log is processed under semantics " + semantics
                        + ", and this release knows them from " + oldest
                        + " on; raise them by `annals reconfigure` of an older release that knows both")
                : Optional.empty();
    }

    /** The same with other rules for commits. */
    public PipelineSettings with(CommitBounds bounds) {
        return new PipelineSettings(semantics, redaction, horizon, bounds, limits);
    }

    /** The same with another horizon. */
    public PipelineSettings withHorizon(Duration newHorizon) {
        return new PipelineSettings(semantics, redaction, newHorizon, commits, limits);
    }

    /** The same with other redaction rules. */
    public PipelineSettings with(RedactionRules rules) {
        return new PipelineSettings(semantics, rules, horizon, commits, limits);
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    private static int number(SortedMap<String, String> text, String name) {
        String value = value(text, name);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": not a whole number", e);
        }
    }

    private static String value(SortedMap<String, String> text, String name) {
        String value = text.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": is not set");
        }
        return value;
    }
}
