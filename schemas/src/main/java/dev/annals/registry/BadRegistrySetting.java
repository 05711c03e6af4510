package dev.annals.registry;

/** A property of the registry's settings that cannot be used; the message names it, what was seen and what was expected. Secrets are not quoted. */
public final class BadRegistrySetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadRegistrySetting(String message) {
        super(message);
    }
}
