package dev.annals.epoch;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings under which a stretch of the log is processed: everything but the log itself that shapes the outcome.
 *
 * @param number 1 for the first epoch of a log, then one more each time
 * @param log the log's own random name, given by epoch 1 and kept by all that follow, so that an epoch of one log is none of another
 * @param keyCheck tells which redaction key is used, see {@link KeyCheck}
 * @param settings name → text; which names there are is known to the processor
 */
public record Epoch(long number, String log, String keyCheck, SortedMap<String, String> settings) {
    private static final Pattern LOG = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern CHECK = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,63}");
    private static final int MOST_SETTINGS = 100;

    public Epoch {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        if (number < 1) {
            throw new IllegalArgumentException("epoch number: " + number + " (expected: 1 or more)");
        }
        if (!LOG.matcher(log).matches()) {
            throw new IllegalArgumentException("epoch's log: not 32 hexadecimal digits");
        }
        if (!CHECK.matcher(keyCheck).matches()) {
            throw new IllegalArgumentException("epoch's key check value: not 16 hexadecimal digits");
        }
        if (settings.size() > MOST_SETTINGS
                || !settings.keySet().stream()
                        .allMatch(name -> NAME.matcher(name).matches())) {
            throw new IllegalArgumentException(
                    "epoch's settings: more than " + MOST_SETTINGS + ", or a name that is not made of a-z and '-'");
        }
    }

    /** The epoch that follows, on the same log. */
    public Epoch next(String newKeyCheck, SortedMap<String, String> newSettings) {
        return new Epoch(number + 1, log, newKeyCheck, newSettings);
    }
}
