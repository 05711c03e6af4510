package dev.annals.broker;

import java.util.Properties;

/** The Kafka settings of a single-node broker, chosen for a small heap, quick restarts and a log that is never lost. */
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** Kafka's largest: a stopped service must find its consumer offsets again after any pause. */
    private static final String FOR_EVER_MINUTES = Integer.toString(Integer.MAX_VALUE);

    private BrokerProperties() {}

    /** Settings for the directory and port given; the controller port is new at each start and known to nobody else. */
    static Properties of(BrokerSettings settings, int controllerPort) {
        String broker = "PLAINTEXT://" + BrokerSettings.HOST + ":" + settings.port();
        String controller = BrokerSettings.HOST + ":" + controllerPort;
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", Integer.toString(NODE_ID));
        p.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
        p.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        p.setProperty("listeners", broker + "," + CONTROLLER_LISTENER + "://" + controller);
        p.setProperty("advertised.listeners", broker);
        p.setProperty("log.dirs", settings.directory().toString());
        singleNode(p);
        quickRestart(p);
        small(p);
        p.setProperty("auto.create.topics.enable", "false");
        // Streams gives its changelogs no limit of their own, and an activity holds two documents of a mebibyte each.
        p.setProperty("message.max.bytes", "8388608");
        // The record of who did what is the log itself: only a topic's own setting may make it forget.
        p.setProperty("log.retention.ms", "-1");
        p.setProperty("offsets.retention.minutes", FOR_EVER_MINUTES);
        return p;
    }

    private static void singleNode(Properties p) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            p.setProperty(topic + ".replication.factor", "1");
            p.setProperty(topic + ".num.partitions", "4");
        }
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("share.coordinator.state.topic.min.isr", "1");
    }

    private static void quickRestart(Properties p) {
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        // After kill -9 the controller fences the dead incarnation for one session before the new one may serve.
        p.setProperty("broker.session.timeout.ms", "1500");
        // Three in a session. Each costs both sides about a millisecond, idle or not.
        p.setProperty("broker.heartbeat.interval.ms", "500");
        // Readers of committed records wait for a transaction that nobody will end until the broker looks for it after
        // its timeout. With the default of ten seconds they wait twice as long as they must.
        p.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    private static void small(Properties p) {
        // An idle controller appends a record twice a second by default, which nobody needs where there is one node.
        p.setProperty("metadata.max.idle.interval.ms", "10000");
        p.setProperty("log.cleaner.dedupe.buffer.size", "8388608");
        // Records have the time of the change that they come from, and this machine's clock may have been set back
        // since.
        p.setProperty("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        // Each thread wakes up three times a second with nothing to do, and there is a set for the controller, too.
        p.setProperty("num.network.threads", "1");
        p.setProperty("num.io.threads", "2");
        p.setProperty("background.threads", "2");
        p.setProperty("num.recovery.threads.per.data.dir", "2");
    }
}
