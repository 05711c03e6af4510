package dev.annals.launcher.service;

import dev.annals.launcher.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks a Kafka whether it is there, before anything depends on it, so that its absence is a sentence and not a stack trace. */
public final class KafkaAnswers {
    private static final int PATIENCE_MILLIS = 10_000;

    private KafkaAnswers() {}

    /** An admin client that gives up after some seconds. */
    static Admin admin(String bootstrap, Map<String, String> settings) {
        Map<String, Object> config = new HashMap<>(settings);
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        try {
            return Admin.create(config);
        } catch (KafkaException e) {
            throw new Problem("'" + bootstrap + "' cannot be used as Kafka (" + rootMessage(e) + ")", e);
        }
    }

    /** Returns when the Kafka has that topic. Fails with {@link Problem} when it does not answer or has no such topic. */
    public static void requireTopic(String bootstrap, Map<String, String> settings, String topic) {
        try (Admin admin = admin(bootstrap, settings)) {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new Problem(
                        "the Kafka at " + bootstrap + " has no topic " + topic
                                + "; `annals up` makes it, or name another prefix with --topic-prefix",
                        e);
            }
            throw silent(bootstrap, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("interrupted while asking the Kafka at " + bootstrap, e);
        }
    }

    /** The id of the cluster that answers there. Fails with {@link Problem} when none does. */
    public static String cluster(String bootstrap, Map<String, String> settings) {
        try (Admin admin = admin(bootstrap, settings)) {
            return cluster(admin, bootstrap);
        }
    }

    static String cluster(Admin admin, String bootstrap) {
        try {
            return admin.describeCluster().clusterId().get();
        } catch (ExecutionException e) {
            throw silent(bootstrap, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("interrupted while asking the Kafka at " + bootstrap, e);
        }
    }

    static Problem silent(String bootstrap, Exception e) {
        return new Problem(
                "no Kafka answers at " + bootstrap + " (" + rootMessage(e)
                        + "); start it with `annals up`, or name another with --bootstrap",
                e);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
