package dev.annals.launcher.config;

/** A setting that cannot be used; the message names it, where it was set, what was seen and what was expected. */
public final class InvalidSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidSetting(String message) {
        super(message);
    }

    InvalidSetting(Sources.Value value, String expected) {
        super(value.setting().key() + ": '" + value.text() + "' from " + value.origin() + " (expected: " + expected
                + ")");
    }
}
