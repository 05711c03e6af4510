package dev.annals.processor.index.write;

import java.util.Arrays;

/** Room for many small pieces of bytes, each at an address of four bytes. It is given back only as a whole. For one thread. */
final class Pages {
    private static final int PAGE_BITS = 18;
    private static final int PAGE_BYTES = 1 << PAGE_BITS;
    /** The first page grows from this size: most loads of a quiet log fit into it. */
    private static final int FIRST_BYTES = 1 << 13;

    private static final int MOST_PAGES = 1 << (Integer.SIZE - PAGE_BITS);
    /** What is kept when all is given back. */
    private static final int KEPT_PAGES = 4;

    private byte[][] pages = new byte[KEPT_PAGES][];
    private int count;
    private int usedOfLast = PAGE_BYTES;

    /** The address of so many bytes, at most half a page, that lie in one page. What they hold is undefined. */
    int take(int bytes) {
        if (usedOfLast + bytes > PAGE_BYTES) {
            next();
        }
        int last = count - 1;
        if (usedOfLast + bytes > pages[last].length) {
            int larger = Math.max(usedOfLast + bytes, 2 * pages[last].length);
            pages[last] = Arrays.copyOf(pages[last], Math.min(PAGE_BYTES, larger));
        }
        int address = (count - 1) << PAGE_BITS | usedOfLast;
        usedOfLast += bytes;
        return address;
    }

    private void next() {
        if (count == MOST_PAGES) {
            throw new IllegalStateException(
                    "more than four gigabytes of terms in one write; give the service less memory for them");
        }
        if (count == pages.length) {
            pages = Arrays.copyOf(pages, Math.min(MOST_PAGES, 2 * count));
        }
        if (pages[count] == null) {
            pages[count] = new byte[count == 0 ? FIRST_BYTES : PAGE_BYTES];
        }
        count++;
        usedOfLast = 0;
    }

    byte[] page(int address) {
        return pages[address >>> PAGE_BITS];
    }

    static int offset(int address) {
        return address & (PAGE_BYTES - 1);
    }

    /** How many bytes of pages are in use. */
    long bytes() {
        return ((long) count << PAGE_BITS) - PAGE_BYTES + usedOfLast;
    }

    /** Gives everything back. */
    void clear() {
        if (pages.length > KEPT_PAGES) {
            pages = Arrays.copyOf(pages, KEPT_PAGES);
        }
        count = 0;
        usedOfLast = PAGE_BYTES;
    }
}
