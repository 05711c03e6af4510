package dev.annals.dialect.awx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Indents JSON as it is written, holding no more than one link of it. What is between the values of the JSON is replaced; the values stay as they
 * are. Not thread-safe.
 */
final class JsonIndenter extends OutputStream {
    private static final byte[] LINK = "/api/".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_LINK = 4096;

    private final OutputStream out;
    private final String indent;
    private final boolean html;

    private int depth;
    /** An object or array has begun, and whether it is empty is not known yet. */
    private boolean begun;

    private boolean inText;
    private boolean escaped;
    /** What may turn out to be a link: the text so far. */
    private final ByteArrayOutputStream link = new ByteArrayOutputStream();

    private boolean maybeLink;

    /**
     * An indenter in front of a stream.
     *
     * @param html whether what comes out stands in a page: escaped, and with links to follow
     */
    JsonIndenter(OutputStream out, int spaces, boolean html) {
        this.out = out;
        this.indent = " ".repeat(spaces);
        this.html = html;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
    }

    @Override
    public void write(int b) throws IOException {
        if (inText) {
            text(b);
            return;
        }
        switch (b) {
            case ' ', '\n', '\r', '\t' -> {}
            case '{', '[' -> {
                value();
                out.write(b);
                depth++;
                begun = true;
            }
            case '}', ']' -> {
                depth--;
                if (begun) {
                    out.write(' ');
                    begun = false;
                } else {
                    newLine();
                }
                out.write(b);
            }
            case ',' -> {
                out.write(b);
                newLine();
            }
            case ':' -> {
                out.write(b);
                out.write(' ');
            }
            case '"' -> {
                value();
                out.write(b);
                inText = true;
                maybeLink = html;
                link.reset();
            }
            default -> {
                value();
                out.write(b);
            }
        }
    }

    private void text(int b) throws IOException {
        boolean ends = b == '"' && !escaped;
        escaped = b == '\\' && !escaped;
        if (ends) {
            endText();
        } else if (maybeLink && isLinkSoFar(b)) {
            link.write(b);
        } else {
            noLink();
            escape(b);
        }
    }

    private boolean isLinkSoFar(int b) {
        int at = link.size();
        return at < LINK.length ? b == LINK[at] : b != '\\' && at < LONGEST_LINK;
    }

    private void endText() throws IOException {
        inText = false;
        if (maybeLink && link.size() >= LINK.length) {
            byte[] target = link.toByteArray();
            ascii("<a href=\"");
            escape(target);
            ascii("\">");
            escape(target);
            ascii("</a>");
        } else {
            noLink();
        }
        out.write('"');
    }

    private void noLink() throws IOException {
        if (maybeLink) {
            maybeLink = false;
            escape(link.toByteArray());
        }
    }

    private void value() throws IOException {
        if (begun) {
            begun = false;
            newLine();
        }
    }

    private void newLine() throws IOException {
        out.write('\n');
        for (int i = 0; i < depth; i++) {
            ascii(indent);
        }
    }

    private void escape(byte[] bytes) throws IOException {
        for (byte b : bytes) {
            escape(b);
        }
    }

    private void escape(int b) throws IOException {
        if (html && b == '&') {
            ascii("&amp;");
        } else if (html && b == '<') {
            ascii("&lt;");
        } else if (html && b == '>') {
            ascii("&gt;");
        } else {
            out.write(b);
        }
    }

    private void ascii(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
