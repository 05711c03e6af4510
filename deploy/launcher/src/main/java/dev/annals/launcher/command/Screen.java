package dev.annals.launcher.command;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Where the text of an answer goes: on a terminal through a pager and in colours, into a pipe as it is. What comes from outside cannot steer the terminal: control characters
 * are shown as escapes.
 */
final class Screen implements AutoCloseable {
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintWriter out;
    private final boolean colours;
    private final Optional<Process> pager;

    private Screen(Writer out, boolean colours, Optional<Process> pager) {
        this.out = new PrintWriter(out, false);
        this.colours = colours;
        this.pager = pager;
    }

    /** The screen of a command. */
    static Screen of(Terminal terminal) {
        // The script asks the shell whether standard output is a terminal.
        boolean watched = Boolean.getBoolean("annals.screen");
        boolean colours = watched && !terminal.environment().containsKey("NO_COLOR");
        if (watched) {
            Optional<Process> pager = pager(terminal);
            if (pager.isPresent()) {
                return new Screen(
                        new OutputStreamWriter(pager.get().getOutputStream(), StandardCharsets.UTF_8), colours, pager);
            }
        }
        PrintStream out = terminal.out();
        return new Screen(new OutputStreamWriter(out, StandardCharsets.UTF_8), colours, Optional.empty());
    }

    private static Optional<Process> pager(Terminal terminal) {
        String command = terminal.environment().getOrDefault("PAGER", "less").strip();
        if (command.isEmpty() || command.equals("cat")) {
            return Optional.empty();
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", command))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putIfAbsent("LESS", "FRX");
            return Optional.of(builder.start());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A line as it is. */
    void line(String text) {
        out.print(safe(text));
        out.print('\n');
    }

    /** A line that begins something. */
    void title(String text) {
        coloured(YELLOW, text);
    }

    /** A line of a difference: {@code -} what was, {@code +} what is. */
    void difference(String text) {
        String line = text.stripLeading();
        coloured(line.startsWith("-") ? RED : line.startsWith("+") ? GREEN : YELLOW, text);
    }

    private void coloured(String colour, String text) {
        line(colours, colour, safe(text));
    }

    private void line(boolean inColour, String colour, String text) {
        out.print(inColour ? colour + text + PLAIN : text);
        out.print('\n');
    }

    /** Whether whoever watches has seen enough. */
    boolean isLeft() {
        return pager.map(process -> !process.isAlive()).orElseGet(out::checkError);
    }

    /** Text whose control characters are shown as escapes. */
    static String safe(String text) {
        if (text.chars().noneMatch(Screen::steers)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (steers(c)) {
                safe.append(String.format("\\u%04x", c));
            } else {
                safe.append((char) c);
            }
        });
        return safe.toString();
    }

    private static boolean steers(int c) {
        return c < ' ' || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }

    @Override
    public void close() {
        out.flush();
        pager.ifPresent(process -> {
            out.close();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
