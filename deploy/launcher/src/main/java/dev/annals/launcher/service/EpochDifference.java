package dev.annals.launcher.service;

import dev.annals.epoch.Epoch;
import dev.annals.epoch.KeyCheck;
import dev.annals.launcher.config.Setting;
import dev.annals.launcher.config.UpSettings;
import dev.annals.model.TimeSpan;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.stage.group.CommitBounds;
import dev.annals.redact.RedactionKey;
import dev.annals.redact.RedactionRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A setting that one epoch has otherwise than another, or than a start gives it.
 *
 * @param name as on the command line, where it can be set there
 * @param here its value on the log
 * @param there the other value
 */
public record EpochDifference(String name, String here, String there) {

    /** What a start says otherwise than the log. What it does not say is as the log has it, so that a newer release with other defaults does not differ. */
    static List<EpochDifference> between(Epoch epoch, UpSettings.Processing given, RedactionKey key) {
        SortedMap<String, String> wanted = new TreeMap<>(epoch.settings());
        given.commitGap().ifPresent(gap -> wanted.put(PipelineSettings.COMMIT_GAP, TimeSpan.text(gap)));
        given.deduplicationHorizon()
                .ifPresent(horizon -> wanted.put(PipelineSettings.DEDUPLICATION_HORIZON, TimeSpan.text(horizon)));
        given.redactionRules()
                .ifPresent(rules -> wanted.put(PipelineSettings.REDACTION_RULES, String.join("\n", rules)));
        return between(epoch, epoch.next(KeyCheck.of(key), wanted));
    }

    /** What an epoch has otherwise than another. */
    static List<EpochDifference> between(Epoch here, Epoch there) {
        List<EpochDifference> differences = new ArrayList<>();
        if (!here.keyCheck().equals(there.keyCheck())) {
            differences.add(new EpochDifference(Setting.REDACTION_KEY.key(), here.keyCheck(), there.keyCheck()));
        }
        for (Map.Entry<String, String> setting : there.settings().entrySet()) {
            String before = here.settings().getOrDefault(setting.getKey(), "");
            if (!before.equals(setting.getValue())) {
                differences.add(new EpochDifference(setting.getKey(), shown(before), shown(setting.getValue())));
            }
        }
        return differences;
    }

    /** The settings of a log that goes on as this start says, and for the rest as this release does by default. */
    static PipelineSettings wanted(PipelineSettings now, UpSettings.Processing given) {
        CommitBounds bounds = CommitBounds.DEFAULT.withGap(
                given.commitGap().orElse(now.commits().gap()));
        return PipelineSettings.DEFAULT
                .with(bounds)
                .withHorizon(given.deduplicationHorizon().orElse(now.horizon()))
                .with(RedactionRules.parse(
                        given.redactionRules().orElse(now.redaction().own())));
    }

    /** A list on one line. */
    static String shown(String value) {
        return value.isEmpty()
                ? "none"
                : value.contains("\n") ? value.lines().collect(Collectors.joining(", ", "[", "]")) : value;
    }
}
