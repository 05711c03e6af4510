package dev.annals.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annals.launcher.Problem;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code annals rejects}: what could not be accepted, through a running service and with a token of an administrator. */
@Command(
        name = "rejects",
        description = "What could not be accepted, and its second chance: list, show, replay.",
        synopsisSubcommandLabel = "COMMAND")
final class RejectsCommand {
    private static final String PATH = "/annals/v1/rejects";
    private static final int PAGE = 500;

    private final Terminal terminal;

    RejectsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "The rejects, newest first: why, and where each came from.")
    int list(
            @Mixin ServiceClient service,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "How many (default: 50).")
                    int limit,
            @Option(
                            names = "--reason",
                            paramLabel = "REASON",
                            description = "Only those of this reason, such as unknown_schema.")
                    @Nullable
                    String reason,
            @Option(names = "--source", paramLabel = "SOURCE", description = "Only those of this source.") @Nullable
                    String source,
            @Option(names = "--json", description = "Print one JSON object a line.") boolean json) {
        TextTable table = new TextTable("ID", "RECORDED", "TENANT", "REASON", "SOURCE", "EVENT", "DETAIL");
        for (JsonNode reject : rejects(service, Math.max(limit, 0), reason, source)) {
            if (json) {
                terminal.out().println(reject);
            } else {
                table.row(
                        reject.path("id").asText(),
                        reject.path("recorded").asText(),
                        reject.path("tenant").asText(),
                        reject.path("reason").asText(),
                        reject.path("source").asText("-"),
                        reject.path("event_id").asText("-"),
                        reject.path("detail").asText());
            }
        }
        if (!json) {
            terminal.out().print(table);
        }
        return 0;
    }

    @Command(name = "show", description = "One reject, and its record as it lies on the changes topic.")
    int show(
            @Mixin ServiceClient service,
            @Parameters(paramLabel = "ID", description = "As `annals rejects list` shows it, such as 0-17.")
                    String id) {
        ServiceClient.Answer answer = service.ask(terminal.environment(), "GET", PATH + "/" + encoded(id), null);
        if (!answer.isGood()) {
            throw answer.problem();
        }
        terminal.out().println(tree(answer.body()).toPrettyString());
        return 0;
    }

    @Command(
            name = "replay",
            description = {
                "Send records of rejects through the whole way again, after what was wrong is mended.",
                "They keep source and id: replayed twice, they make nothing twice."
            })
    int replay(
            @Mixin ServiceClient service,
            @Parameters(paramLabel = "ID", arity = "0..*", description = "Rejects, such as 0-17.") @Nullable
                    List<String> ids,
            @Option(names = "--all", description = "All of --reason or --source instead of single ones.") boolean all,
            @Option(names = "--reason", paramLabel = "REASON", description = "With --all: only those of this reason.")
                    @Nullable
                    String reason,
            @Option(names = "--source", paramLabel = "SOURCE", description = "With --all: only those of this source.")
                    @Nullable
                    String source,
            @Option(
                            names = "--patch",
                            paramLabel = "JSON",
                            description =
                                    "An RFC 7396 merge patch for the event, such as '{\"tenant\":\"acme\"}'; @FILE for"
                                            + " that of a file.")
                    @Nullable
                    String patch) {
        List<String> wanted = wanted(service, ids == null ? List.of() : ids, all, reason, source);
        @Nullable String body = patch == null ? null : patch(patch);
        int sent = 0;
        for (String id : wanted) {
            ServiceClient.Answer answer =
                    service.ask(terminal.environment(), "POST", PATH + "/" + encoded(id) + "/replay", body);
            if (answer.isGood()) {
                sent++;
            } else {
                terminal.err()
                        .println(
                                "annals: reject " + id + ": " + answer.problem().getMessage());
            }
        }
        terminal.out().println("replayed " + sent);
        return sent == wanted.size() ? 0 : 1;
    }

    private List<String> wanted(
            ServiceClient service, List<String> ids, boolean all, @Nullable String reason, @Nullable String source) {
        if (all == !ids.isEmpty()) {
            throw new Problem("which rejects? (expected: ids such as 0-17, or --all with --reason or --source)");
        }
        if (!all) {
            return ids;
        }
        if (reason == null && source == null) {
            throw new Problem("--all replays too much by itself (expected: --reason or --source with it)");
        }
        // The oldest first, as they came.
        List<String> found = new ArrayList<>();
        rejects(service, Integer.MAX_VALUE, reason, source)
                .forEach(reject -> found.add(0, reject.path("id").asText()));
        return found;
    }

    private List<JsonNode> rejects(ServiceClient service, int most, @Nullable String reason, @Nullable String source) {
        List<JsonNode> found = new ArrayList<>();
        String before = "";
        while (found.size() < most) {
            ServiceClient.Answer answer = service.ask(
                    terminal.environment(),
                    "GET",
                    PATH + "?limit=" + Math.min(PAGE, most - found.size()) + parameter("reason", reason)
                            + parameter("source", source) + before,
                    null);
            if (!answer.isGood()) {
                throw answer.problem();
            }
            JsonNode page = tree(answer.body());
            page.path("rejects").forEach(found::add);
            if (!page.has("next")) {
                break;
            }
            before = parameter("before", page.path("next").asText());
        }
        return found;
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + encoded(value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String patch(String given) {
        if (!given.startsWith("@")) {
            return given;
        }
        try {
            return Files.readString(Path.of(given.substring(1)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Problem("the patch " + given.substring(1) + " cannot be read", e);
        }
    }

    private static JsonNode tree(String body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new Problem("the answer is not JSON; is the URL that of Annals?", e);
        }
    }
}
