package dev.annals.bench;

import dev.annals.broker.BrokerSettings;
import dev.annals.broker.EmbeddedBroker;
import dev.annals.codec.ActivityAvro;
import dev.annals.dialect.Dialects;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.view.IndexAccess.Log;
import dev.annals.processor.view.Reading;
import dev.annals.processor.view.View;
import dev.annals.processor.view.ViewStreamsConfig;
import dev.annals.topic.Topics;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Lets the view catch up with a log on an embedded broker in the same process, restarts it, and feeds it slowly; prints rates
 * and times, asserts nothing. Argument: how many activities (1,000,000).
 */
public final class ViewBench {
    private static final PrintStream OUT = System.out;
    private static final int SLOW_RECORDS = 2_000;
    private static final long SLOW_NANOS = 2_000_000;

    private ViewBench() {}

    /** Runs everything once. */
    public static void main(String[] args) throws Exception {
        long documents = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
        Path directory = Files.createTempDirectory("view-bench");
        Topics topics = new Topics("bench", 1);
        BenchActivities samples = new BenchActivities();
        try (EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(directory.resolve("broker"), 0));
                KafkaProducer<byte[], byte[]> producer = producer(broker.bootstrapServers(), topics)) {
            long start = System.nanoTime();
            for (long id = 1; id <= documents; id++) {
                producer.send(activity(topics, samples, id));
            }
            producer.flush();
            OUT.printf("log: %,d activities, %,.0f/s%n", documents, documents / seconds(start));

            ViewStreamsConfig config =
                    new ViewStreamsConfig("bench-view", broker.bootstrapServers(), directory.resolve("state"), "1");
            start = System.nanoTime();
            long cpu = TimedApi.processorNanos();
            try (View view = start(topics, config)) {
                awaitCount(view, documents, 100);
                OUT.printf(
                        "catch up: %,.0f/s, start included; %.1f us of CPU each, broker and compiler included%n",
                        documents / seconds(start), (TimedApi.processorNanos() - cpu) / 1e3 / documents);
            }
            start = System.nanoTime();
            try (View view = start(topics, config)) {
                awaitCount(view, documents, 100);
                OUT.printf("restart: answers after %.2f s%n", seconds(start));
                slowly(view, producer, topics, samples, documents);
            }
        }
    }

    private static void slowly(
            View view, KafkaProducer<byte[], byte[]> producer, Topics topics, BenchActivities samples, long has)
            throws InterruptedException {
        double[] millis = new double[SLOW_RECORDS];
        for (int i = 0; i < SLOW_RECORDS; i++) {
            long start = System.nanoTime();
            producer.send(activity(topics, samples, has + i + 1));
            producer.flush();
            awaitCount(view, has + i + 1, 1);
            millis[i] = seconds(start) * 1e3;
            Thread.sleep(Math.max(0, (SLOW_NANOS - (System.nanoTime() - start)) / 1_000_000));
        }
        Arrays.sort(millis);
        OUT.printf(
                "from the log of activities to visible, one at a time: p50 %.1f ms, p99 %.1f ms%n",
                millis[SLOW_RECORDS / 2], millis[SLOW_RECORDS * 99 / 100]);
    }

    private static View start(Topics topics, ViewStreamsConfig config) {
        return View.start(topics, config, Dialects.INDEXING, IndexSettings.defaults(), IndexSettings.defaults());
    }

    /** Looks every so often: each look makes the index write what it has gathered. */
    private static void awaitCount(View view, long expected, long everyMillis) throws InterruptedException {
        while (true) {
            Reading<Long> count =
                    view.indexes().read(Log.ACTIVITIES, BenchActivities.TENANT, Deadline.none(), IndexSnapshot::count);
            if (count instanceof Reading.Done<Long> done && done.value() >= expected) {
                return;
            }
            if (view.failure().isPresent()) {
                throw new IllegalStateException(
                        "the view has stopped", view.failure().get());
            }
            Thread.sleep(everyMillis);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, Topics topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            List<NewTopic> all = topics.definitions().stream()
                    .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.settings()))
                    .toList();
            admin.createTopics(all).all().get();
        }
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("batch.size", 128 * 1024);
        properties.put("compression.type", "lz4");
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static ProducerRecord<byte[], byte[]> activity(Topics topics, BenchActivities samples, long id) {
        return new ProducerRecord<>(
                topics.activities(),
                BenchActivities.TENANT.getBytes(StandardCharsets.UTF_8),
                ActivityAvro.encode(samples.next(id)));
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
