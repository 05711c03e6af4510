package dev.annals.launcher.command;

import dev.annals.ingest.bridge.BridgeSettings;
import dev.annals.ingest.mapping.InvalidMapping;
import dev.annals.ingest.mapping.Mapping;
import dev.annals.ingest.mapping.MappingFile;
import dev.annals.ingest.mapping.SourceMapping;
import dev.annals.ingest.mirror.AwxProduct;
import dev.annals.ingest.mirror.Mirror;
import dev.annals.ingest.mirror.MirroredProduct;
import dev.annals.ingest.mirror.ProductApi;
import dev.annals.ingest.mirror.ProductAway;
import dev.annals.ingest.mirror.ProductRefused;
import dev.annals.ingest.mirror.PuppetProduct;
import dev.annals.ingest.mirror.SdElementsProduct;
import dev.annals.launcher.Problem;
import dev.annals.launcher.config.InvalidSetting;
import dev.annals.launcher.config.TimeSpan;
import dev.annals.launcher.config.UpSettings;
import dev.annals.topic.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code annals mirror}: the history of a running product into the log, for ever. */
@Command(
        name = "mirror",
        description = {
            "Read the history of a running AWX, Puppet or SD Elements through its API, and follow it.",
            "Started again, it goes on where it stopped. While the product or Kafka is away, it waits."
        },
        sortOptions = false)
final class MirrorCommand implements Callable<Integer> {
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Terminal terminal;

    @Mixin
    private final DataOption data = new DataOption();

    @Parameters(paramLabel = "PRODUCT", description = "awx, puppet or sdelements.")
    private String product = "";

    @Option(names = "--url", required = true, paramLabel = "URL", description = "Where the product is.")
    private @Nullable URI url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with a token of the product that may read its history. Read again for each request.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--from",
            paramLabel = "ID",
            description = "Begin after this id (for Puppet: at this time) when there is no position yet"
                    + " (default: at the beginning).")
    private @Nullable String from;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name of this mirror, which its events have as their source (default: the product's)."
                    + " Give each of several products its own.")
    private @Nullable String name;

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "A mapping file whose source with mirror: PRODUCT says the tenant, what is skipped and more.")
    private @Nullable Path mappingFile;

    @Option(
            names = "--service",
            paramLabel = "ID",
            split = ",",
            defaultValue = "classifier,code-manager,orchestrator,pe-console,puppet-ca,rbac",
            description = "Puppet's services (default: ${DEFAULT-VALUE}).")
    private List<String> services = List.of();

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "How long to wait when there is nothing new (default: ${DEFAULT-VALUE}).")
    private String interval = "";

    @Option(names = "--once", description = "End when there is nothing new.")
    private boolean once;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "The Kafka to send to (default: that of the service that runs with --data, ANNALS_BOOTSTRAP,"
                    + " that of the service that runs with the default data directory, or 127.0.0.1:9092).")
    private @Nullable String bootstrap;

    @Option(
            names = "--topic-prefix",
            paramLabel = "NAME",
            description = "What the names of the topics begin with (default: that of the service, or annals).")
    private @Nullable String prefix;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "Further settings for the Kafka client, such as security.protocol and sasl.*.")
    private @Nullable Path kafkaProperties;

    private long mirrored;
    private boolean told;

    MirrorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        String own = name == null ? product : name;
        if (!own.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new InvalidSetting("--name " + own + " (expected: 1 to 100 letters, digits and . _ -)");
        }
        Duration pause = TimeSpan.parse(interval)
                .orElseThrow(
                        () -> new InvalidSetting("--interval " + interval + " (expected: " + TimeSpan.EXPECTED + ")"));
        MirroredProduct source = source(own);
        SourceMapping mapping = mapping();
        Map<String, String> client = kafkaProperties == null ? Map.of() : UpSettings.kafkaProperties(kafkaProperties);
        ImportTarget target = ImportTarget.of(data, terminal.environment(), bootstrap, prefix);
        target.require(client);
        BridgeSettings settings = new BridgeSettings(
                target.bootstrap(), new Topics(target.prefix(), Topics.DEFAULT.partitions()), client);
        Duration wait = SHORTEST_WAIT;
        while (true) {
            try (Mirror mirror = new Mirror(settings, own, source, mapping, from)) {
                tell(mirror);
                while (true) {
                    int taken = mirror.step();
                    mirrored += taken;
                    wait = SHORTEST_WAIT;
                    if (taken == 0) {
                        if (once) {
                            terminal.out().println("mirrored " + mirrored);
                            return 0;
                        }
                        Thread.sleep(pause.toMillis());
                    }
                }
            } catch (ProductRefused e) {
                throw new Problem(e.getMessage() + "; mirrored " + mirrored + " so far");
            } catch (ProducerFencedException e) {
                throw new Problem("another mirror with the name " + own + " has started; this one ends");
            } catch (ProductAway e) {
                wait = waited(e.getMessage(), e.wish().compareTo(wait) > 0 ? e.wish() : wait);
            } catch (KafkaException e) {
                wait = waited(
                        "Kafka at " + target.bootstrap() + " does not take records (" + e.getMessage() + ")", wait);
            }
        }
    }

    private void tell(Mirror mirror) {
        if (!told) {
            terminal.err()
                    .println("annals: mirroring " + product + " at " + url
                            + (mirror.isResumed()
                                    ? ", from where the last mirror of that name stopped"
                                            + (from == null ? "" : "; --from is of no use then")
                                    : from == null ? ", from the beginning" : ", after " + from));
            told = true;
        }
    }

    private Duration waited(@Nullable String why, Duration wait) throws InterruptedException {
        terminal.err().println("annals: " + why + "; trying again in " + wait.toSeconds() + " s");
        Thread.sleep(wait.toMillis());
        Duration longer = wait.multipliedBy(2);
        return longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    }

    private MirroredProduct source(String own) {
        URI base = url;
        if (base == null
                || base.getHost() == null
                || !String.valueOf(base.getScheme()).matches("https?")) {
            throw new InvalidSetting("--url " + base + " (expected: http://HOST[:PORT] or https://HOST[:PORT])");
        }
        if (from != null && !product.equals("puppet") && !from.matches("\\d{1,18}")) {
            throw new InvalidSetting("--from " + from + " (expected: the id of a record)");
        }
        return switch (product) {
            case "awx" -> new AwxProduct(new ProductApi(base, "Authorization", "Bearer ", tokenFile), own);
            case "puppet" -> new PuppetProduct(new ProductApi(base, "X-Authentication", "", tokenFile), own, services);
            case "sdelements" -> new SdElementsProduct(new ProductApi(base, "Authorization", "Token ", tokenFile), own);
            default -> throw new InvalidSetting("PRODUCT " + product + " (expected: awx, puppet or sdelements)");
        };
    }

    private SourceMapping mapping() {
        try {
            Mapping mapping = mappingFile == null ? new Mapping(List.of()) : MappingFile.read(mappingFile);
            return mapping.ofMirror(product);
        } catch (InvalidMapping e) {
            throw new InvalidSetting("--mapping: " + e.getMessage());
        }
    }
}
