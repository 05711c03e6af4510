package dev.annals.api.parameter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.QuotedQualityCSV;

/**
 * The media ranges that a client takes, by its Accept header: the best first, those of equal quality as the client named them, and none
 * that it refuses with {@code q=0}. A client that says nothing takes anything.
 *
 * @param ranges lower-case, with their parameters but for {@code q}
 */
public record Accept(List<String> ranges) {
    /** What clients of old send for any type. */
    private static final String ANY = "*";

    public Accept {
        ranges = List.copyOf(ranges);
    }

    /** The ranges of a header. */
    public static Accept of(Optional<String> header) {
        String text = header.map(String::strip).orElse("");
        if (text.isEmpty()) {
            return new Accept(List.of("*/*"));
        }
        QuotedQualityCSV ranges = new QuotedQualityCSV();
        try {
            ranges.addValue(text.toLowerCase(Locale.ROOT));
        } catch (RuntimeException e) {
            // Jetty's reader fails on a parameter of a quoted blank, which is no range.
            return new Accept(List.of());
        }
        return new Accept(ranges.getValues());
    }

    /** Whether one of the ranges has this media type, whatever its parameters. */
    public boolean takes(String mediaType) {
        return ranges.stream().anyMatch(range -> covers(range, mediaType));
    }

    /** Whether the best range is this very type, not merely a pattern that it fits. */
    public boolean prefers(String mediaType) {
        return !ranges.isEmpty() && name(ranges.get(0)).equals(mediaType);
    }

    private static boolean covers(String range, String mediaType) {
        String name = name(range);
        return name.equals(mediaType)
                || name.equals("*/*")
                || name.equals(ANY)
                || name.equals(mediaType.substring(0, mediaType.indexOf('/')) + "/*");
    }

    private static String name(String range) {
        int end = range.indexOf(';');
        return (end < 0 ? range : range.substring(0, end)).strip();
    }
}
