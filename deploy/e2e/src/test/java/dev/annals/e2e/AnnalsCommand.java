package dev.annals.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command line of the runnable jar. */
final class AnnalsCommand {
    private final List<String> line;

    private AnnalsCommand(List<String> line) {
        this.line = line;
    }

    /** What came of a command that has ended. */
    record Outcome(int status, String out, String err) {}

    static AnnalsCommand of(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=" + System.getProperty("annals.e2e.tier", "4"),
                "-jar",
                jar().toString()));
        line.addAll(List.of(arguments));
        return new AnnalsCommand(line);
    }

    /** A process with this command, its standard error at the end of a file. */
    Process start(Path errors) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        // What is set where the tests run must not decide what they see.
        builder.environment().keySet().removeIf(name -> name.startsWith("ANNALS_"));
        return builder.start();
    }

    /** Runs it to its end. */
    Outcome run() throws IOException, InterruptedException {
        Path errors = Files.createTempFile("annals-e2e-", ".err");
        try {
            Process process = start(errors);
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes());
            return new Outcome(process.waitFor(), out, Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }

    private static Path jar() {
        Path jar = Path.of(System.getProperty("annals.jar", "../launcher/target/annals.jar"));
        if (!Files.exists(jar)) {
            throw new IllegalStateException("there is no " + jar.toAbsolutePath() + "; build it with `make fast`");
        }
        return jar;
    }
}
