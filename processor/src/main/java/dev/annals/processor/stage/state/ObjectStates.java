package dev.annals.processor.stage.state;

import dev.annals.model.ChangeEvent;
import dev.annals.processor.stage.memory.ByteStore;
import dev.annals.processor.stage.memory.RecentValues;
import java.nio.charset.StandardCharsets;

/** What is known of every object: its document with the times of its fields, masked with keyed marks so that a changed secret shows as changed. For one thread. */
public final class ObjectStates {
    private final ByteStore store;
    /** Caches the documents that changed last: they are the likeliest to change again, and a read from the store costs as much as most stages. */
    private final RecentValues recent;

    /** Documents in a store that nothing else writes to. */
    public ObjectStates(ByteStore store, RecentValues recent) {
        this.store = store;
        this.recent = recent;
    }

    /** What is known of the event's object. */
    public KnownObject find(ChangeEvent event) {
        byte[] key = key(event);
        byte[] bytes = recent.get(key);
        if (bytes == null) {
            bytes = store.get(key);
        }
        return bytes == null ? KnownObject.NOTHING : KnownObject.of(bytes);
    }

    /** Applies an event to the state of its object. */
    public void apply(ChangeEvent event, StateChange change) {
        if (change instanceof StateChange.Stored stored) {
            byte[] key = key(event);
            byte[] bytes = stored.known().bytes();
            store.put(key, bytes);
            recent.put(key, bytes);
        }
    }

    /** Whether a document that is to be stored is within a number of bytes, or no larger than the one before it: an object can always shrink. */
    public static boolean fits(StateChange change, KnownObject before, int most) {
        if (!(change instanceof StateChange.Stored stored)) {
            return true;
        }
        ObjectState document = stored.known().document();
        if (document == null) {
            return true;
        }
        String text = document.text().text();
        // UTF-8 takes three bytes a unit at most, so that nearly every document is known to fit without being encoded.
        if (text.length() <= most / 3) {
            return true;
        }
        int bytes = utf8Bytes(text);
        ObjectState old = before.document();
        return bytes <= most || (old != null && bytes <= utf8Bytes(old.text().text()));
    }

    private static int utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static byte[] key(ChangeEvent event) {
        // The codecs let no control character into these, so the separator is theirs alone.
        String key = event.tenant()
                + '\0'
                + event.object().type()
                + '\0'
                + event.object().id();
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
