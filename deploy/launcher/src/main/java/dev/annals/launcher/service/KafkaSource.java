package dev.annals.launcher.service;

import dev.annals.broker.BrokerJvm;
import dev.annals.broker.BrokerProcess;
import dev.annals.broker.BrokerSettings;
import dev.annals.launcher.config.UpSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The Kafka that the service works with: its own, which it starts and stops, or one that was there before. */
final class KafkaSource implements AutoCloseable {
    /** Kafka reads a log again that was cut off by a power failure, which takes minutes when it is large. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    private final String bootstrap;
    private final Optional<BrokerProcess> own;

    private KafkaSource(String bootstrap, Optional<BrokerProcess> own) {
        this.bootstrap = bootstrap;
        this.own = own;
    }

    static KafkaSource open(UpSettings settings, DataDirectory directory) {
        if (settings.bootstrap().isPresent()) {
            return new KafkaSource(settings.bootstrap().get(), Optional.empty());
        }
        BrokerProcess broker = BrokerProcess.start(
                new BrokerSettings(directory.kafka(), settings.broker().port()),
                new BrokerJvm(
                        System.getProperty("java.class.path"),
                        settings.broker().heapMegabytes(),
                        directory.logs(),
                        START_LIMIT));
        return new KafkaSource(broker.bootstrapServers(), Optional.of(broker));
    }

    /** Host and port of its brokers. */
    String bootstrap() {
        return bootstrap;
    }

    /** The process of its own broker; another after each restart. */
    OptionalLong brokerPid() {
        return own.map(broker -> OptionalLong.of(broker.pid())).orElse(OptionalLong.empty());
    }

    @Override
    public void close() {
        own.ifPresent(BrokerProcess::close);
    }
}
