package dev.annals.launcher.command;

import static dev.annals.launcher.command.HistoryQuestion.named;
import static dev.annals.launcher.command.HistoryQuestion.object;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.launcher.command.HistoryQuestion.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code annals log}: activities, newest first, page by page through a pager. */
@Command(name = "log", description = "Activities, newest first: of one object or of all.")
final class LogCommand implements Callable<Integer> {
    private static final int PAGE = 100;

    private final Terminal terminal;

    @Mixin
    private final HistoryQuestion question = new HistoryQuestion();

    @CommandLine.Parameters(arity = "0..1", paramLabel = "TYPE/ID", description = "The object (default: all).")
    private @Nullable String object;

    @Option(names = "--actor", paramLabel = "A", description = "Only by this actor: an id or a username.")
    private @Nullable String actor;

    @Option(names = "--since", paramLabel = "TIME", description = "Only from this time on.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only up to this time, included.")
    private @Nullable String until;

    @Option(
            names = {"-p", "--patch"},
            description = "With the values before and after.")
    private boolean patch;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "So many at the most (default: all).")
    private @Nullable Long limit;

    LogCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        long wanted = limit == null ? Long.MAX_VALUE : Math.max(0, limit);
        Parameters asked = new Parameters()
                .with("actor", actor)
                .with("since", since)
                .with("until", until)
                .with("patch", patch ? "1" : null)
                .with("limit", Math.min(wanted, PAGE));
        @Nullable String next = (object == null ? "/annals/v1/history" : object(object) + "/history") + asked;
        try (Screen screen = Screen.of(terminal)) {
            while (next != null && wanted > 0 && !screen.isLeft()) {
                JsonNode page = HistoryQuestion.tree(question.ask(terminal, next));
                for (JsonNode activity : page.path("items")) {
                    if (wanted-- > 0) {
                        print(screen, activity);
                    }
                }
                next = page.path("next").isTextual() ? page.path("next").asText() : null;
            }
        }
        return 0;
    }

    private void print(Screen screen, JsonNode activity) {
        if (question.isJson()) {
            screen.line(activity.toString());
            return;
        }
        screen.title("activity " + activity.path("id").asText());
        screen.line("Time:    " + activity.path("time").asText());
        screen.line("Actor:   " + HistoryQuestion.actor(activity.path("actor")));
        screen.line("Object:  " + named(activity.path("object")));
        if (activity.has("object2")) {
            screen.line("With:    " + named(activity.path("object2")) + " as "
                    + activity.path("relationship").asText("-"));
        }
        if (activity.has("commit")) {
            screen.line("Commit:  " + activity.path("commit").asText());
        }
        screen.line("");
        List<String> fields = new ArrayList<>();
        activity.path("fields").forEach(field -> fields.add(field.asText()));
        StringBuilder said =
                new StringBuilder("    " + activity.path("operation").asText());
        if (!fields.isEmpty()) {
            said.append(": ").append(String.join(", ", fields));
        }
        for (String flag : List.of("late", "baseline", "drift", "cut")) {
            said.append(activity.path(flag).asBoolean() ? " [" + flag + "]" : "");
        }
        screen.line(said.toString());
        for (JsonNode change : activity.path("changes")) {
            String field = change.path("field").asText();
            if (change.has("old")) {
                screen.difference("    - " + field + ": " + change.get("old"));
            }
            if (change.has("new")) {
                screen.difference("    + " + field + ": " + change.get("new"));
            }
        }
        screen.line("");
    }
}
