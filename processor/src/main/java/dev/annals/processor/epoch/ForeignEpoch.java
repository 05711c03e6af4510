package dev.annals.processor.epoch;

import dev.annals.epoch.Epoch;

/** The log has an epoch that none of the keys at hand has sealed: they are not the keys of this log. */
public final class ForeignEpoch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Epoch epoch;

    ForeignEpoch(Epoch epoch) {
        super("epoch " + epoch.number()
                + " of the log is not sealed under any redaction key at hand (expected: the key with check value "
                + epoch.keyCheck() + ")");
        this.epoch = epoch;
    }

    /** What claims to be the epoch. */
    public Epoch epoch() {
        return epoch;
    }
}
