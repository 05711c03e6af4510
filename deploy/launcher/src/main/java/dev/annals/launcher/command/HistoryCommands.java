package dev.annals.launcher.command;

import static dev.annals.launcher.command.HistoryQuestion.actor;
import static dev.annals.launcher.command.HistoryQuestion.named;
import static dev.annals.launcher.command.HistoryQuestion.object;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.QueryString;
import dev.annals.launcher.Problem;
import dev.annals.launcher.command.HistoryQuestion.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands about the history of objects: {@code show}, {@code log}, {@code diff}, {@code blame}, {@code undo} and {@code actor}. They ask a running service. */
final class HistoryCommands {
    private static final String OBJECT = "TYPE/ID";

    private HistoryCommands() {}

    /** Adds the commands to a command line. */
    static void addTo(CommandLine line, Terminal terminal) {
        line.addSubcommand(new Show(terminal))
                .addSubcommand(new LogCommand(terminal))
                .addSubcommand(new Diff(terminal))
                .addSubcommand(new Blame(terminal))
                .addSubcommand(new Undo(terminal))
                .addSubcommand(new ActorOf(terminal));
    }

    private static String count(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    /** {@code annals show}. */
    @Command(name = "show", description = "An object as it was: its document on standard output.")
    private static final class Show implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private final HistoryQuestion question = new HistoryQuestion();

        @CommandLine.Parameters(paramLabel = OBJECT, description = "The object.")
        @SuppressWarnings("NullAway.Init") // Set by the command line before it calls.
        private String object;

        @Option(
                names = "--at",
                paramLabel = "TIME",
                description = "As it was at that time, included, such as 2026-01-31T12:00:00Z (default: now).")
        private @Nullable String at;

        @Option(
                names = "--position",
                paramLabel = "N",
                description = "As the log knew it by its first N activities (default: all).")
        private @Nullable Long position;

        Show(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            String body = question.ask(
                    terminal, object(object) + new Parameters().with("at", at).with("position", position));
            if (question.isJson()) {
                terminal.out().println(body);
                return 0;
            }
            JsonNode answer = HistoryQuestion.tree(body);
            try (Screen screen = Screen.of(terminal)) {
                answer.path("document").toPrettyString().lines().forEach(screen::line);
            }
            terminal.err().println(Screen.safe(remark(answer)));
            return 0;
        }

        private static String remark(JsonNode answer) {
            StringBuilder remark = new StringBuilder(answer.path("type").asText() + "/"
                    + answer.path("id").asText()
                    + (answer.path("exists").asBoolean() ? "" : " did not exist") + " at "
                    + answer.path("time").asText() + ", by position "
                    + answer.path("position").asLong()
                    + (answer.path("activity").isNull()
                            ? ""
                            : ", after activity " + answer.path("activity").asLong()));
            long late = answer.path("late").asLong();
            if (late > 0) {
                remark.append("; ")
                        .append(count(late, "activity").replace("activitys", "activities"))
                        .append(" came late");
            }
            List<String> unknown = new ArrayList<>();
            answer.path("unknown").forEach(field -> unknown.add(field.asText()));
            if (!unknown.isEmpty()) {
                remark.append("; unknown: ").append(String.join(", ", unknown));
            } else if (answer.path("partial").asBoolean()) {
                remark.append("; it was first seen in the middle of its life, so there may be more");
            }
            return remark.toString();
        }
    }

    /** {@code annals diff}. */
    @Command(name = "diff", description = "How an object differs between two instants.")
    private static final class Diff implements Callable<Integer> {
        private static final Pattern FORMAT = Pattern.compile("text|json|merge-patch|json-patch");

        private final Terminal terminal;

        @Mixin
        private final HistoryQuestion question = new HistoryQuestion();

        @CommandLine.Parameters(paramLabel = OBJECT, description = "The object.")
        @SuppressWarnings("NullAway.Init") // Set by the command line before it calls.
        private String object;

        @Option(names = "--from", required = true, paramLabel = "TIME", description = "The instant before.")
        @SuppressWarnings("NullAway.Init") // Set by the command line before it calls.
        private String from;

        @Option(names = "--to", paramLabel = "TIME", description = "The instant after (default: now).")
        private @Nullable String to;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                defaultValue = "text",
                description = "text, json, merge-patch (RFC 7396) or json-patch (RFC 6902) (default: text).")
        @SuppressWarnings("NullAway.Init") // It has a default.
        private String format;

        Diff(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            String wanted = question.isJson() ? "json" : format.toLowerCase(Locale.ROOT);
            if (!FORMAT.matcher(wanted).matches()) {
                throw new Problem("'" + format + "' is no format (expected: text, json, merge-patch or json-patch)");
            }
            String body = question.ask(
                    terminal,
                    object(object) + "/diff"
                            + new Parameters().with("from", from).with("to", to).with("format", wanted));
            if (!wanted.equals("text")) {
                terminal.out().println(body);
                return 0;
            }
            try (Screen screen = Screen.of(terminal)) {
                body.lines().forEach(screen::difference);
            }
            return 0;
        }
    }

    /** {@code annals blame}. */
    @Command(name = "blame", description = "Who gave each leaf of an object its value, and when.")
    private static final class Blame implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private final HistoryQuestion question = new HistoryQuestion();

        @CommandLine.Parameters(paramLabel = OBJECT, description = "The object.")
        @SuppressWarnings("NullAway.Init") // Set by the command line before it calls.
        private String object;

        @Option(names = "--at", paramLabel = "TIME", description = "As it was at that time, included (default: now).")
        private @Nullable String at;

        @Option(names = "--position", paramLabel = "N", description = "By the first N activities (default: all).")
        private @Nullable Long position;

        Blame(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            String body = question.ask(
                    terminal,
                    object(object) + "/blame" + new Parameters().with("at", at).with("position", position));
            if (question.isJson()) {
                terminal.out().println(body);
                return 0;
            }
            JsonNode answer = HistoryQuestion.tree(body);
            try (Screen screen = Screen.of(terminal)) {
                for (JsonNode leaf : answer.path("leaves")) {
                    screen.line(String.format(
                            Locale.ROOT,
                            "%-10s %-27s %-24s %s: %s",
                            leaf.path("activity").asText(),
                            leaf.path("time").asText(),
                            actor(leaf.path("actor")),
                            leaf.path("path").asText(),
                            leaf.get("value")));
                }
            }
            return 0;
        }
    }

    /** {@code annals undo}. */
    @Command(
            name = "undo",
            description = {
                "The change events that would take activities back, one a line, in the order to send them in.",
                "Sends nothing. Conflicts are named on standard error, and the exit status is then 1."
            })
    private static final class Undo implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private final HistoryQuestion question = new HistoryQuestion();

        @CommandLine.Parameters(arity = "0..*", paramLabel = "ACTIVITY", description = "Ids of activities.")
        private List<Long> activities = List.of();

        @Option(names = "--commit", paramLabel = "N", description = "All of the commit of this number.")
        private @Nullable Long commit;

        @Option(names = "--actor", paramLabel = "A", description = "All by this actor, later than --since.")
        private @Nullable String actor;

        @Option(names = "--since", paramLabel = "TIME", description = "Only activities later than this time.")
        private @Nullable String since;

        Undo(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            Parameters asked = new Parameters();
            activities.forEach(activity -> asked.with("activity", activity));
            String body = question.ask(
                    terminal,
                    "/annals/v1/undo"
                            + asked.with("commit", commit).with("actor", actor).with("since", since));
            JsonNode answer = HistoryQuestion.tree(body);
            if (question.isJson()) {
                terminal.out().println(body);
            } else {
                answer.path("events").forEach(event -> terminal.out().println(event));
            }
            for (JsonNode conflict : answer.path("conflicts")) {
                terminal.err()
                        .println(Screen.safe("conflict: activity "
                                + conflict.path("activity").asLong() + ", "
                                + conflict.path("type").asText() + "/"
                                + conflict.path("id").asText()
                                + (conflict.has("field")
                                        ? ", field " + conflict.path("field").asText()
                                        : "") + ": "
                                + conflict.path("reason").asText()
                                + (conflict.has("by")
                                        ? " (activity " + conflict.path("by").asLong() + ")"
                                        : "")));
            }
            return answer.path("conflicts").isEmpty() ? 0 : 1;
        }
    }

    /** {@code annals actor}. */
    @Command(name = "actor", description = "What an actor touched, and what of it still stands.")
    private static final class ActorOf implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private final HistoryQuestion question = new HistoryQuestion();

        @CommandLine.Parameters(paramLabel = "A", description = "The actor: an id or a username.")
        @SuppressWarnings("NullAway.Init") // Set by the command line before it calls.
        private String actor;

        @Option(names = "--since", paramLabel = "TIME", description = "Only from this time on.")
        private @Nullable String since;

        @Option(names = "--until", paramLabel = "TIME", description = "Only up to this time, included.")
        private @Nullable String until;

        ActorOf(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            String body = question.ask(
                    terminal,
                    "/annals/v1/actors/" + QueryString.encodeSegment(actor)
                            + new Parameters().with("since", since).with("until", until));
            if (question.isJson()) {
                terminal.out().println(body);
                return 0;
            }
            JsonNode answer = HistoryQuestion.tree(body);
            try (Screen screen = Screen.of(terminal)) {
                screen.title(actor(answer.path("actor")));
                screen.line(answer.path("activities").asLong() + " activities, "
                        + answer.path("first").path("time").asText() + " to "
                        + answer.path("last").path("time").asText());
                for (JsonNode touched : answer.path("objects")) {
                    screen.line("");
                    screen.line(named(touched) + (touched.path("exists").asBoolean() ? "" : " [gone]"));
                    List<String> operations = new ArrayList<>();
                    for (Map.Entry<String, JsonNode> operation :
                            touched.path("operations").properties()) {
                        operations.add(operation.getValue() + " " + operation.getKey());
                    }
                    screen.line("    " + String.join(", ", operations) + ", "
                            + touched.path("first").path("time").asText() + " to "
                            + touched.path("last").path("time").asText());
                    List<String> standing = new ArrayList<>();
                    touched.path("standing").forEach(field -> standing.add(field.asText()));
                    screen.line("    still stands: " + (standing.isEmpty() ? "nothing" : String.join(", ", standing)));
                }
            }
            return 0;
        }
    }
}
