package dev.annals.launcher.command;

/**
 * What is still to be said when a signal ends a command before its work is done. The JVM waits for it, and then exits with the
 * status of the signal.
 */
final class Interruption {
    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    /** Runs {@code words} when a signal comes before this is forgotten. They must end by themselves. */
    static Interruption tells(Runnable words) {
        Thread hook = new Thread(words, "annals-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    /** The work is done: a signal from now on has nothing more to tell. */
    void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is already stopping, and the hook runs.
        }
    }
}
