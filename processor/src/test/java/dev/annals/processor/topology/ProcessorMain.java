package dev.annals.processor.topology;

import dev.annals.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

/** A processor in a JVM of its own, to be killed. Arguments: bootstrap servers, prefix, partitions, state directory. */
final class ProcessorMain {
    /** One that was killed and whose state was deleted cannot end its transaction, and whoever reads committed records waits for the timeout. */
    private static final Map<String, String> SHORT_TRANSACTIONS = Map.of("producer.transaction.timeout.ms", "2000");

    private ProcessorMain() {}

    public static void main(String[] args) {
        Topics topics = new Topics(args[1], Integer.parseInt(args[2]));
        KafkaStreams streams = new ChangeTopology(topics, TestKeys.KEYS, TestEpochs.ahead(args[0], topics))
                .with(new ChangeStreamsConfig(
                        args[1] + "-processor", args[0], Path.of(args[3]), "1", 1, 0, SHORT_TRANSACTIONS));
        streams.start();
    }

    /** Starts one as a child. */
    static Process start(String bootstrap, Topics topics, Path state) throws java.io.IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProcessorMain.class.getName(),
                        bootstrap,
                        topics.prefix(),
                        Integer.toString(topics.partitions()),
                        state.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        state.resolveSibling(state.getFileName() + ".log").toFile())
                .start();
    }
}
