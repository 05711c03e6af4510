package dev.annals.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annals.launcher.Problem;
import dev.annals.processor.stage.PipelineSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code annals status}: what the service says of itself, for people or for programs. */
@Command(name = "status", description = "How far the events have come, by tenant.")
final class StatusCommand implements Callable<Integer> {
    private static final List<String> COUNTS = List.of(
            "changes",
            "activities",
            "commits",
            "rejects",
            "unchanged",
            "duplicates",
            "snapshots",
            "unmatched_pointers",
            "lag");

    private final Terminal terminal;

    @Mixin
    private final ServiceClient service = new ServiceClient();

    @Option(names = "--json", description = "Print the answer as it is.")
    private boolean json;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ServiceClient.Answer answer = service.ask(terminal.environment(), "GET", "/annals/v1/status", null);
        if (!answer.isGood()) {
            throw new Problem(answer.problem().getMessage() + "; try again when it is ready");
        }
        String body = answer.body();
        if (json) {
            terminal.out().println(body);
        } else {
            terminal.out().print(table(body));
        }
        return 0;
    }

    private static String table(String body) {
        JsonNode answer;
        JsonNode tenants;
        JsonNode stopped;
        try {
            answer = new ObjectMapper().readTree(body);
            tenants = answer.path("tenants");
            stopped = answer.path("stopped");
        } catch (JsonProcessingException e) {
            throw new Problem("the answer is not JSON; is the URL that of Annals?", e);
        }
        List<String> titles = new ArrayList<>(List.of("TENANT"));
        COUNTS.forEach(count -> titles.add(count.replace('_', ' ').toUpperCase(Locale.ROOT)));
        TextTable table = new TextTable(titles.toArray(String[]::new));
        for (Map.Entry<String, JsonNode> tenant : tenants.properties()) {
            List<String> row = new ArrayList<>(List.of(tenant.getKey()));
            COUNTS.forEach(count -> row.add(String.format(
                    Locale.ROOT, "%,d", tenant.getValue().path(count).asLong())));
            table.row(row.toArray(String[]::new));
        }
        StringBuilder text = new StringBuilder(table.toString());
        for (Map.Entry<String, JsonNode> tenant : tenants.properties()) {
            String warning = tenant.getValue().path("warning").asText();
            if (!warning.isEmpty()) {
                text.append("warning: tenant ")
                        .append(tenant.getKey())
                        .append(' ')
                        .append(warning)
                        .append('\n');
            }
        }
        for (JsonNode stop : stopped) {
            text.append("stopped: ").append(stop.path("detail").asText()).append('\n');
        }
        answer.path("delays")
                .properties()
                .forEach(delay -> text.append("delayed: new events wait for the ")
                        .append(delay.getKey())
                        .append(": ")
                        .append(delay.getValue().asText())
                        .append('\n'));
        answer.path("epochs").forEach(epoch -> describe(epoch, text));
        return text.toString();
    }

    /** An epoch with its settings, a line each; of names that are masked anyway only how many. */
    private static void describe(JsonNode epoch, StringBuilder text) {
        text.append("\nepoch ").append(epoch.path("number").asLong());
        JsonNode first = epoch.path("since").path(0);
        text.append(first.has("time") ? ", since " + first.path("time").asText() : ", of which the log is older");
        List<String> offsets = new ArrayList<>();
        epoch.path("since")
                .forEach(since -> offsets.add(since.path("partition").asText() + "@"
                        + since.path("offset").asText("ahead")));
        text.append(" (partition@offset ").append(String.join(" ", offsets)).append(")\n");
        text.append("  redaction-key: ")
                .append(epoch.path("redaction_key").asText())
                .append('\n');
        for (Map.Entry<String, JsonNode> setting : epoch.path("settings").properties()) {
            List<String> lines = setting.getValue().asText().lines().toList();
            String value = setting.getKey().equals(PipelineSettings.STANDARD_NAMES)
                    ? lines.size() + " names"
                    : lines.isEmpty() ? "none" : String.join(", ", lines);
            text.append("  ")
                    .append(setting.getKey())
                    .append(": ")
                    .append(value)
                    .append('\n');
        }
    }
}
