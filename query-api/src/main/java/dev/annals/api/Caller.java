package dev.annals.api;

import dev.annals.query.Filter;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: the owner of a token.
 *
 * @param tenant the tenant that the token is bound to; absent when it may name any
 * @param scope which activities the token may see; {@link Filter#ALL} for all. Added to every query with And
 */
public record Caller(String name, @Nullable String tenant, Role role, Filter scope) {
    /** A caller that sees everything of its tenant. */
    public static Caller of(String name, @Nullable String tenant, Role role) {
        return new Caller(name, tenant, role, Filter.ALL);
    }
}
