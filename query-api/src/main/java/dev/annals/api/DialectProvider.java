package dev.annals.api;

import dev.annals.processor.view.ActivityIndexing.DialectFields;
import dev.annals.query.AuditSessions;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dialect before it is opened. Each dialect has one, in its own package. */
public interface DialectProvider {
    /** The dialect, ready to be mounted. */
    Dialect open(Services services);

    /** What the dialect adds to the index of activities; empty for nothing. */
    default Optional<DialectFields> fields() {
        return Optional.empty();
    }

    /** The sizes that a deployment may set for the dialect. */
    default List<Size> sizes() {
        return List.of();
    }

    /**
     * A number of rows that a deployment may set.
     *
     * @param setting the name of the setting, such as {@code puppet-limit}
     * @param usual what holds when nobody sets it
     * @param most the largest that may be set; the least is 1
     */
    record Size(String setting, int usual, int most) {}

    /**
     * What a dialect works with.
     *
     * @param sink where change events go that come in the product's own form
     * @param authenticator knows the tokens that clients sign in with
     * @param time stamps what has no time of its own
     * @param zone where times without an offset are local to
     * @param sizes the sizes that were set, by the names of their settings
     */
    record Services(
            AuditSessions sessions,
            ChangeSink sink,
            Authenticator authenticator,
            InstantSource time,
            ZoneId zone,
            Map<String, Integer> sizes) {
        /** The size that holds. */
        public int size(Size size) {
            return sizes.getOrDefault(size.setting(), size.usual());
        }
    }
}
