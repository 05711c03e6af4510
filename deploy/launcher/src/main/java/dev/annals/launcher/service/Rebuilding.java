package dev.annals.launcher.service;

import dev.annals.launcher.Problem;
import dev.annals.launcher.config.UpSettings;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Forgets everything that was made of a log, and keeps the log: the next start makes it anew. For a log that was cut, or a position that was lost. */
public final class Rebuilding {
    private Rebuilding() {}

    /**
     * Deletes the topics of activities, commits and rejects, the state of processor and view, and their positions. Fails with {@link Problem} while an
     * Annals runs on the log.
     *
     * @return the topics that were deleted
     */
    public static Set<String> of(UpSettings settings, DataDirectory directory) {
        try (KafkaSource kafka = KafkaSource.open(settings, directory);
                Admin admin = KafkaAnswers.admin(kafka.bootstrap(), settings.kafkaClient())) {
            Topics topics = settings.topics();
            try {
                for (String group : List.of(Pipeline.processorGroup(topics), Pipeline.viewGroup(topics))) {
                    delete(admin, group, settings.bootstrap().isEmpty());
                }
                Set<String> derived = derived(admin, topics);
                if (!derived.isEmpty()) {
                    admin.deleteTopics(derived).all().get();
                }
                delete(directory.state());
                return derived;
            } catch (ExecutionException e) {
                throw KafkaAnswers.silent(kafka.bootstrap(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Problem("interrupted while deleting what was made of the log", e);
            } catch (IOException e) {
                throw new Problem(
                        "the directory " + directory.state() + " cannot be deleted (" + e.getMessage()
                                + "); delete it by hand",
                        e);
            }
        }
    }

    private static Set<String> derived(Admin admin, Topics topics) throws ExecutionException, InterruptedException {
        String changelogs = Pipeline.processorGroup(topics) + "-";
        Set<String> derived = new TreeSet<>(Set.of(topics.activities(), topics.commits(), topics.rejects()));
        Set<String> all = admin.listTopics().names().get();
        all.stream()
                .filter(name -> name.startsWith(changelogs) && name.endsWith("-changelog"))
                .forEach(derived::add);
        derived.retainAll(all);
        return derived;
    }

    private static void delete(Admin admin, String group, boolean alone) throws InterruptedException {
        try {
            if (alone) {
                // Nobody else can be on this broker: who is still in the group was killed.
                admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                        .all()
                        .get();
            }
        } catch (ExecutionException e) {
            // There is no such group, or nobody in it.
        }
        try {
            admin.deleteConsumerGroups(List.of(group)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw new Problem(
                        "the consumer group " + group + " cannot be deleted (" + e.getMessage()
                                + "); stop every Annals on this log, wait a minute and try again",
                        e);
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.isDirectory(tree)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
