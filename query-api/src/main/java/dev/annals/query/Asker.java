package dev.annals.query;

/**
 * Who asks, and what of the log the asker may see.
 *
 * @param name the owner of the token; all questions of one name share what one asker may use of the service
 * @param tenant whose log is asked about
 * @param scope which rows of the log the asker may see
 */
public record Asker(String name, String tenant, RowScope scope) {
    /** An asker that sees all rows of a tenant. */
    public static Asker of(String tenant) {
        return new Asker("", tenant, RowScope.ALL);
    }
}
