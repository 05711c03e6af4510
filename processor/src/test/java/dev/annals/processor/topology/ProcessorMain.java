package dev.annals.processor.topology;

import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.stage.group.CommitBounds;
import dev.annals.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;

/** A processor in a JVM of its own, to be killed. Arguments: bootstrap servers, prefix, partitions, state directory, gap in milliseconds. */
final class ProcessorMain {
    private ProcessorMain() {}

    public static void main(String[] args) {
        Topics topics = new Topics(args[1], Integer.parseInt(args[2]));
        PipelineSettings settings =
                PipelineSettings.DEFAULT.with(CommitBounds.DEFAULT.withGap(Duration.ofMillis(Long.parseLong(args[4]))));
        KafkaStreams streams = new ChangeTopology(topics, settings, TestKeys.RULES, TestKeys.KEY)
                .with(ChangeStreamsConfig.of(args[1] + "-processor", args[0], Path.of(args[3]), "1"));
        streams.start();
    }

    /** Starts one as a child. */
    static Process start(String bootstrap, Topics topics, Path state, long gapMillis) throws java.io.IOException {
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
                        state.toString(),
                        Long.toString(gapMillis))
                .redirectErrorStream(true)
                .redirectOutput(
                        state.resolveSibling(state.getFileName() + ".log").toFile())
                .start();
    }
}
