package dev.annals.launcher.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The ids that Kafka gave some topics. A topic that was deleted and made anew has another id, which is all that shows it: a consumer goes on at its old offset as soon as the
 * new topic has one.
 *
 * @param ids by the names of the topics that are there
 */
record TopicIds(Map<String, Uuid> ids) {
    private static final long PATIENCE_SECONDS = 10;

    /** As they are now. */
    static TopicIds of(Admin admin, List<String> names)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, Uuid> ids = new LinkedHashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                ids.put(
                        topic.getKey(),
                        topic.getValue().get(PATIENCE_SECONDS, TimeUnit.SECONDS).topicId());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return new TopicIds(ids);
    }

    /** What became of these topics, when it is said by a later look at them; empty when they are the same. */
    Optional<String> change(TopicIds later) {
        String changes = ids.entrySet().stream()
                .filter(topic -> !topic.getValue().equals(later.ids.get(topic.getKey())))
                .map(topic -> topic.getKey()
                        + (later.ids.containsKey(topic.getKey()) ? " was deleted and made anew" : " was deleted"))
                .collect(Collectors.joining(", "));
        return changes.isEmpty() ? Optional.empty() : Optional.of(changes);
    }
}
