package dev.annals.api.parameter;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A page by its number, read as the Django REST framework reads it: AWX and SD Elements are made with it.
 *
 * @param number from 1; {@value #LAST} for the last page while nobody knows which that is
 * @param size rows of a page, from 1
 */
public record NumberedPage(long number, int size) {
    /** The number of a last page that is not known yet. */
    public static final long LAST = -1;

    /** Python's: digits of any script, single underscores between them. */
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\p{Nd}+(?:_\\p{Nd}+)*");

    private static final int MOST_DIGITS = 4300;

    /**
     * The page that a request asks for; empty when there can be no such page.
     *
     * @param page the parameter: a number or {@code last}; the first page when it is empty
     * @param size the parameter: what is no size means the default, and more than the most means the most
     */
    public static Optional<NumberedPage> of(String page, String size, int defaultSize, int mostSize) {
        int rows = integer(size)
                .filter(number -> number.signum() > 0)
                .map(number -> number.min(BigInteger.valueOf(mostSize)).intValue())
                .orElse(Math.min(defaultSize, mostSize));
        if (page.isEmpty()) {
            return Optional.of(new NumberedPage(1, rows));
        }
        if (page.equals("last")) {
            return Optional.of(new NumberedPage(LAST, rows));
        }
        return integer(page)
                .filter(number -> number.signum() > 0 && number.bitLength() < Integer.SIZE)
                .map(number -> new NumberedPage(number.longValue(), rows));
    }

    /** A whole number of any size as Python reads it; empty when the text is none. */
    public static Optional<BigInteger> integer(String text) {
        String number = text.strip();
        if (number.length() > MOST_DIGITS || !INTEGER.matcher(number).matches()) {
            return Optional.empty();
        }
        StringBuilder digits = new StringBuilder(number.length());
        number.codePoints()
                .filter(c -> c != '_' && c != '+')
                .forEach(c -> digits.append(c == '-' ? "-" : Integer.toString(Character.digit(c, 10))));
        return Optional.of(new BigInteger(digits.toString()));
    }

    /** Whether the last page is asked for, whichever that is. */
    public boolean isLast() {
        return number == LAST;
    }

    /** The last page of so many rows; the first one of none. */
    public NumberedPage lastOf(long count) {
        return new NumberedPage(Math.max(1, (count + size - 1) / size), size);
    }

    /** Rows before this page. */
    public long skip() {
        return (number - 1) * size;
    }

    /** Whether there is such a page of so many rows; an empty first one always is. */
    public boolean isWithin(long count) {
        return number == 1 || skip() < count;
    }

    /** Whether there is a page after this one. */
    public boolean hasNext(long count) {
        return skip() + size < count;
    }
}
