package dev.annals.api;

/** Something that serves paths of its own on the server. */
@FunctionalInterface
public interface Mount {
    /** Adds its routes; called once, before the server starts. */
    void mount(Routes routes);
}
