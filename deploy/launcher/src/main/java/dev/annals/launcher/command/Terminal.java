package dev.annals.launcher.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command may see and touch of the outside.
 *
 * @param interactive whether a person watches standard error
 */
public record Terminal(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean interactive,
        InstantSource clock) {

    /** That of this process. */
    public static Terminal ofThisProcess() {
        // The script asks the shell; a JVM cannot tell in a way that holds from Java 17 to 25.
        boolean interactive = Boolean.getBoolean("annals.terminal");
        return new Terminal(System.getenv(), System.in, System.out, System.err, interactive, InstantSource.system());
    }
}
