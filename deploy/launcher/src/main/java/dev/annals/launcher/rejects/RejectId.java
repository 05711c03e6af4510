package dev.annals.launcher.rejects;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place of a reject on the rejects topic, by which it is named: {@code PARTITION-OFFSET}. */
record RejectId(int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})-(\\d{1,18})");

    static Optional<RejectId> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new RejectId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
