package dev.annals.api.auth;

import dev.annals.api.Role;
import dev.annals.query.RowScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a token: whose it is, and a hash by which it is recognised.
 *
 * @param name unique in its file; 1 to 100 letters, digits and {@code . _ @ -}
 * @param tenant the only tenant it opens; absent for every tenant
 * @param scope which rows of the log it sees; readers only
 * @param expires the first moment at which it opens nothing any more; absent for never
 * @param sha256 of the token's UTF-8 bytes, in lower-case hexadecimal. The token has so much chance in it that nothing slower is needed
 */
public record Token(
        String name,
        @Nullable String tenant,
        Role role,
        RowScope scope,
        Instant created,
        @Nullable Instant expires,
        String sha256) {

    /** What every generated token begins with, so that a leaked one is found by searching. */
    public static final String PREFIX = "ann_";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,100}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    /** Times log2(62), that is 190 bits. */
    private static final int SECRET_CHARACTERS = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    public Token {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "token name '" + name + "' (expected: 1 to 100 letters, digits and . _ @ -)");
        }
        if (tenant != null && tenant.isBlank()) {
            throw new IllegalArgumentException(
                    "token '" + name + "' has a blank tenant (expected: a tenant, or none for all)");
        }
        if (tenant != null && role == Role.ADMIN) {
            throw new IllegalArgumentException("token '" + name + "' is an administrator of tenant '" + tenant
                    + "' (expected: no tenant, since administrators see all; or the role reader)");
        }
        if (!scope.isAll() && role != Role.READER) {
            throw new IllegalArgumentException("token '" + name + "' of the role "
                    + role.name().toLowerCase(Locale.ROOT) + " is narrowed to " + scope
                    + " (expected: the role reader, or all rows)");
        }
        if (expires != null && !expires.isAfter(created)) {
            throw new IllegalArgumentException("token '" + name + "' expires at " + expires
                    + " (expected: after it is made, which is " + created + ")");
        }
        if (!HASH.matcher(sha256).matches()) {
            throw new IllegalArgumentException("token '" + name + "' has no SHA-256 of 64 hexadecimal digits");
        }
    }

    /** The record of a secret, which itself is not kept: a token that sees all rows and never expires. */
    public static Token of(String name, @Nullable String tenant, Role role, Instant created, String secret) {
        return new Token(
                name, tenant, role, RowScope.ALL, created, null, HexFormat.of().formatHex(hash(secret)));
    }

    /** The same token for only some rows. */
    public Token only(RowScope rows) {
        return new Token(name, tenant, role, rows, created, expires, sha256);
    }

    /** The same token until that moment. */
    public Token until(Instant end) {
        return new Token(name, tenant, role, scope, created, end, sha256);
    }

    /** Whether it opens nothing any more. */
    public boolean isExpired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    /** A new secret, to be shown once. */
    public static String newSecret() {
        StringBuilder secret = new StringBuilder(PREFIX);
        for (int i = 0; i < SECRET_CHARACTERS; i++) {
            secret.append(BASE62.charAt(RANDOM.nextInt(BASE62.length())));
        }
        return secret.toString();
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
