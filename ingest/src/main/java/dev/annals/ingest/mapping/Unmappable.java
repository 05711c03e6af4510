package dev.annals.ingest.mapping;

import dev.annals.model.Reject;

/** A record of a source cannot become a change event. The sentence never quotes a value of the record. Has no stack trace: a hostile producer must not make refusing expensive. */
public final class Unmappable extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reject.Reason reason;

    public Unmappable(Reject.Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    /** A record that is not what its format says. */
    public static Unmappable malformed(String detail) {
        return new Unmappable(Reject.Reason.MALFORMED, detail);
    }

    /** The stable code. */
    public Reject.Reason reason() {
        return reason;
    }

    /** The sentence. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
