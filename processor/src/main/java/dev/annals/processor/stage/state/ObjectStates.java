package dev.annals.processor.stage.state;

import dev.annals.model.ChangeEvent;
import dev.annals.model.JsonText;
import dev.annals.processor.stage.memory.ByteStore;
import dev.annals.processor.stage.memory.RecentValues;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The last document of every object, masked with keyed marks so that a changed secret shows as changed. For one thread. */
public final class ObjectStates {
    private final ByteStore store;
    /** What changed lately is what changes again, and a look into the store costs as much as most of the stages. */
    private final RecentValues recent;

    /** Documents in a store that nothing else writes to. */
    public ObjectStates(ByteStore store, RecentValues recent) {
        this.store = store;
        this.recent = recent;
    }

    /** The last document of the event's object; {@code null} for one that is unknown or deleted. */
    public @Nullable ObjectState find(ChangeEvent event) {
        byte[] key = key(event);
        byte[] text = recent.get(key);
        if (text == null) {
            text = store.get(key);
        }
        return text == null ? null : ObjectState.of(new JsonText(new String(text, StandardCharsets.UTF_8)));
    }

    /** Does to the document of the event's object what the event says. */
    public void apply(ChangeEvent event, StateChange change) {
        if (change instanceof StateChange.Stored stored) {
            byte[] key = key(event);
            byte[] text = stored.document().text().text().getBytes(StandardCharsets.UTF_8);
            store.put(key, text);
            recent.put(key, text);
        } else if (change instanceof StateChange.Removed) {
            byte[] key = key(event);
            store.delete(key);
            recent.forget(key);
        }
    }

    /** Whether what is to be stored is within a number of bytes. */
    public static boolean fits(StateChange change, int most) {
        if (!(change instanceof StateChange.Stored stored)) {
            return true;
        }
        String text = stored.document().text().text();
        // UTF-8 takes three bytes a unit at most, so that nearly every document is known to fit without being encoded.
        return text.length() <= most / 3 || text.getBytes(StandardCharsets.UTF_8).length <= most;
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
