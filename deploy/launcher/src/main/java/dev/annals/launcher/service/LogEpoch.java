package dev.annals.launcher.service;

import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.KeyCheck;
import dev.annals.launcher.Problem;
import dev.annals.launcher.config.UpSettings;
import dev.annals.processor.epoch.EpochLog;
import dev.annals.processor.epoch.ForeignEpoch;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.redact.RedactionKey;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The epoch that the log is in, and whether a start agrees with it. Fails with {@link Problem} when it does not: two starts with different settings would make two histories of one log. */
final class LogEpoch {
    private static final int NAME_BYTES = 16;

    private final EpochLog log;
    private final HeldKeys keys;
    private final String topic;

    LogEpoch(EpochLog log, HeldKeys keys, String topic) {
        this.log = log;
        this.keys = keys;
        this.topic = topic;
    }

    /**
     * The epoch that the log is in, which is appended when it has none.
     *
     * @param processed whether something was made of the log already, under a key that must not be made anew then
     */
    Epoch agree(UpSettings.Processing given, boolean processed) {
        boolean[] made = {false};
        try {
            return log.append(current -> {
                        if (current.isPresent()) {
                            refuseDifferences(current.get(), given);
                            return Optional.empty();
                        }
                        if (keys.newest().isEmpty()) {
                            if (processed) {
                                throw missingKey();
                            }
                            made[0] = keys.create();
                        }
                        return Optional.of(first(given));
                    })
                    .orElseThrow();
        } catch (ForeignEpoch e) {
            if (made[0]) {
                // Another process appended epoch 1 meanwhile, under its own key.
                keys.remove();
            }
            throw foreign(e.epoch());
        }
    }

    /** What this release would set otherwise by default, as a sentence; empty when nothing. It is no reason to refuse: nobody gave it. */
    Optional<String> note(Epoch epoch) {
        UpSettings.Processing nothing =
                new UpSettings.Processing(Optional.empty(), Optional.empty(), Optional.empty(), keys.file());
        List<String> names = EpochDifference.between(
                        epoch,
                        epoch.next(
                                epoch.keyCheck(),
                                EpochDifference.wanted(settings(epoch), nothing).text()))
                .stream()
                .map(EpochDifference::name)
                .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("the log keeps " + String.join(", ", names)
                        + " of an earlier release; `annals reconfigure` shows and sets those of this one");
    }

    /** The epoch that the log is in, to be changed. */
    Epoch current() {
        try {
            return log.current()
                    .orElseThrow(() -> new Problem("the log " + topic
                            + " has no epoch yet; `annals up` appends the first one, with its settings"));
        } catch (ForeignEpoch e) {
            throw foreign(e.epoch());
        }
    }

    /** The epoch that would follow one. */
    Epoch next(Epoch current, UpSettings.Processing given) {
        return current.next(
                KeyCheck.of(newestKey()),
                EpochDifference.wanted(settings(current), given).text());
    }

    /** Appends an epoch, unless the log has gone on to another meanwhile. */
    void append(Epoch next) {
        log.append(current -> {
            if (current.isEmpty() || current.get().number() != next.number() - 1) {
                throw new Problem("another process changed the settings of " + topic
                        + " meanwhile; start again to see what would change now");
            }
            RedactionKey sealing = keys.find(current.get().keyCheck()).orElseThrow(this::missingKey);
            return Optional.of(sealed(next, sealing));
        });
    }

    private void refuseDifferences(Epoch epoch, UpSettings.Processing given) {
        settings(epoch);
        RedactionKey key = newestKey();
        List<EpochDifference> differences = EpochDifference.between(epoch, given, key);
        if (!differences.isEmpty()) {
            throw new Problem(
                    "the log " + topic + " is in epoch " + epoch.number() + " with other settings: "
                            + differences.stream()
                                    .map(d -> d.name() + " is " + d.here() + " on the log and " + d.there() + " here")
                                    .collect(Collectors.joining(", "))
                            + "; start with those of the log, or have it go on with these by `annals reconfigure` and the same settings");
        }
    }

    private EpochRecord first(UpSettings.Processing given) {
        RedactionKey key = newestKey();
        byte[] name = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(name);
        return sealed(
                new Epoch(
                        1,
                        HexFormat.of().formatHex(name),
                        KeyCheck.of(key),
                        EpochDifference.wanted(PipelineSettings.DEFAULT, given).text()),
                key);
    }

    private static EpochRecord sealed(Epoch epoch, RedactionKey key) {
        try {
            return EpochRecord.seal(epoch, key);
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    "the settings do not fit an epoch (" + e.getMessage() + "); give fewer redaction rules", e);
        }
    }

    private PipelineSettings settings(Epoch epoch) {
        try {
            return PipelineSettings.of(epoch.settings());
        } catch (IllegalArgumentException e) {
            throw new Problem(topic + ": " + e.getMessage(), e);
        }
    }

    private RedactionKey newestKey() {
        return keys.newest().orElseThrow(this::missingKey);
    }

    private Problem foreign(Epoch epoch) {
        return keys.newest()
                .map(
                        key -> new Problem(
                                "redaction-key is " + KeyCheck.of(key) + " in " + keys.file()
                                        + ", and the log " + topic + " is in an epoch under " + epoch.keyCheck()
                                        + "; restore that key from a backup of the data directory that the log was made with, or name its file with --redaction-key"
                                        + " (a log under another key needs another --topic-prefix; `annals reconfigure` changes the key, and needs the old one too)"))
                .orElseGet(this::missingKey);
    }

    private Problem missingKey() {
        return new Problem(
                "the redaction key " + keys.file() + " is missing, and the log " + topic
                        + " was processed under it; restore the file from a backup (one line of 64 hexadecimal digits, mode 600), or name it with --redaction-key");
    }
}
