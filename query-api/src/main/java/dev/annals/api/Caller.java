package dev.annals.api;

import dev.annals.query.RowScope;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: the owner of a token.
 *
 * @param tenant the tenant that the token is bound to; absent when it may name any
 * @param scope which rows of the log the token may see; the audit session of a request applies it
 */
public record Caller(String name, @Nullable String tenant, Role role, RowScope scope) {
    /** A caller that sees everything of its tenant. */
    public static Caller of(String name, @Nullable String tenant, Role role) {
        return new Caller(name, tenant, role, RowScope.ALL);
    }
}
