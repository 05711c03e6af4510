package dev.annals.launcher.importing;

/** Hears how an import comes along. Called from one thread. */
public interface Progress {
    /** Hears nothing. */
    Progress NONE = new Progress() {
        @Override
        public void read(int bytes) {}

        @Override
        public void sent(long events) {}
    };

    /** So many more stored bytes were read. */
    void read(int bytes);

    /** So many events were sent in all. */
    void sent(long events);
}
