package dev.annals.launcher;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of Annals. Exit status: 0 done, 1 failed, 2 not understood. */
@Command(
        name = "annals",
        description = "A Kafka-native audit trail.",
        mixinStandardHelpOptions = true,
        versionProvider = Annals.Version.class)
public final class Annals implements Runnable {

    public static void main(String[] args) {
        System.exit(new CommandLine(new Annals()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** The version written into the jar's manifest; "development" when run from class files. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            @Nullable String version = Annals.class.getPackage().getImplementationVersion();
            return new String[] {"annals " + (version == null ? "development" : version)};
        }
    }
}
