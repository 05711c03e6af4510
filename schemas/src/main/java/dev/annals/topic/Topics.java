package dev.annals.topic;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The four topics of a deployment. Keys are tenants in UTF-8; nothing is ever deleted.
 *
 * @param prefix what their names begin with, {@code annals} unless said otherwise
 * @param partitions of each of them, fixed when they are made: a tenant's partition must never move
 */
public record Topics(String prefix, int partitions) {
    // Before DEFAULT, whose constructor needs them.
    private static final int MOST_PARTITIONS = 1024;
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

    /** {@code annals} and four partitions. */
    public static final Topics DEFAULT = new Topics("annals", 4);

    /** Header of a tick: a record without a value whose record time lets due commits close. */
    public static final String TICK_HEADER = "annals-tick";

    /** Header of an epoch: a record without a key whose value is the settings from there on. */
    public static final String EPOCH_HEADER = "annals-epoch";

    /** Header of what a schema registry said of an id: a record without a key, so that the log can be read again without the registry. */
    public static final String SCHEMA_HEADER = "annals-schema";

    /** Header of a change that was rejected and is replayed: {@code partition-offset} of its reject. */
    public static final String REPLAY_HEADER = "annals-replay-of";

    /** Header of a change that came under the wrong key: {@code partition:offset} of where it was first. */
    public static final String FORWARDED_FROM_HEADER = "annals-forwarded-from";

    /** Header of a change that was made of a record of a foreign topic: {@code topic-partition@offset} of that record. */
    public static final String MAPPED_FROM_HEADER = "annals-mapped-from";

    /** Header of a foreign record that could be no change, and lies in the log as it came: the code of the reason, a space and a sentence. It becomes a reject. */
    public static final String REFUSED_HEADER = "annals-refused";

    /** The topic setting for how far ahead of the broker's clock a record's timestamp may be. */
    public static final String LATEST_TIMESTAMP = "message.timestamp.after.max.ms";

    /** How batches are compressed: a third smaller than with lz4, at about a microsecond of processor time a change. */
    public static final String COMPRESSION = "zstd";

    /** The level of {@link #COMPRESSION} that producers use: the quickest. */
    public static final int COMPRESSION_LEVEL = 1;

    /** Largest record of the changes topic: a document at its limit in any encoding, and its headers. */
    public static final int LARGEST_CHANGE = 2 * 1024 * 1024;

    /** Largest record of the other topics: an activity holds both sides of its fields, a commit the numbers of all its members. */
    public static final int LARGEST_RECORD = 8 * 1024 * 1024;

    public Topics {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("topic prefix: \"" + prefix
                    + "\" (expected: 1 to 200 of A-Z, a-z, 0-9, '.', '_' and '-', not beginning with '.')");
        }
        if (partitions < 1 || partitions > MOST_PARTITIONS) {
            throw new IllegalArgumentException(
                    "partitions: " + partitions + " (expected: 1 to " + MOST_PARTITIONS + ")");
        }
    }

    /** What services say happened. */
    public String changes() {
        return prefix + ".changes";
    }

    /** What Annals made of it. */
    public String activities() {
        return prefix + ".activities";
    }

    /** The activities of one action, grouped. */
    public String commits() {
        return prefix + ".commits";
    }

    /** What could not be accepted, and why. */
    public String rejects() {
        return prefix + ".rejects";
    }

    /** All four as they are to be made. */
    public List<TopicDefinition> definitions() {
        return List.of(
                // The log's own clock: record time moves on whatever producers claim, and replay sees the same.
                definition(changes(), "LogAppendTime", LARGEST_CHANGE),
                definition(activities(), "CreateTime", LARGEST_RECORD),
                definition(commits(), "CreateTime", LARGEST_RECORD),
                definition(rejects(), "CreateTime", LARGEST_CHANGE));
    }

    private TopicDefinition definition(String name, String timestamps, int largest) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("cleanup.policy", "delete");
        settings.put("retention.ms", "-1");
        settings.put("retention.bytes", "-1");
        settings.put("compression.type", COMPRESSION);
        settings.put("compression.zstd.level", Integer.toString(COMPRESSION_LEVEL));
        settings.put("message.timestamp.type", timestamps);
        // Records have the time of the change that they come from, and a broker's clock may have been set back since.
        settings.put(LATEST_TIMESTAMP, Long.toString(Long.MAX_VALUE));
        settings.put("max.message.bytes", Integer.toString(largest));
        return new TopicDefinition(name, partitions, settings);
    }
}
