package dev.annals.api.auth;

import dev.annals.api.Authenticator;
import dev.annals.api.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that open the API, as the token file has them at the moment of asking: a token made, revoked or expired counts from the
 * next request on. When the file becomes unreadable the last good one stays in force, and the log says so. Thread-safe.
 */
public final class TokenStore implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(TokenStore.class);

    private final TokenFile file;
    private final InstantSource clock;
    private volatile Loaded loaded;

    /**
     * Reads the file.
     *
     * @param clock tells which tokens have expired
     * @throws BadTokenFile when it cannot be used: a service does not start without knowing who may ask
     */
    public TokenStore(TokenFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        Version version = Version.of(file.path());
        this.loaded = new Loaded(version, entries(file.read()));
    }

    @Override
    public Optional<Caller> caller(String token) {
        byte[] hash = Token.hash(token);
        @Nullable Entry found = null;
        // Through to the end whatever is found, so that the time taken says nothing about the tokens there are.
        for (Entry entry : current().entries()) {
            if (MessageDigest.isEqual(entry.hash(), hash)) {
                found = entry;
            }
        }
        return Optional.ofNullable(found)
                .filter(entry -> !entry.token().isExpired(clock.instant()))
                .map(Entry::caller);
    }

    private Loaded current() {
        Loaded known = loaded;
        Version version = Version.of(file.path());
        return version.equals(known.version()) ? known : reload(version);
    }

    private synchronized Loaded reload(Version version) {
        if (!version.equals(loaded.version())) {
            try {
                // The version was taken before reading: a change in between is read again next time.
                loaded = new Loaded(version, entries(file.read()));
            } catch (BadTokenFile | UncheckedIOException e) {
                LOG.error(
                        "The token file changed and cannot be used; the tokens of before stay in force, reason={}",
                        e.getMessage());
                loaded = new Loaded(version, loaded.entries());
            }
        }
        return loaded;
    }

    private static List<Entry> entries(List<Token> tokens) {
        return tokens.stream()
                .map(token -> new Entry(
                        HexFormat.of().parseHex(token.sha256()),
                        token,
                        new Caller(token.name(), token.tenant(), token.role(), token.scope())))
                .toList();
    }

    private record Entry(byte[] hash, Token token, Caller caller) {}

    private record Loaded(Version version, List<Entry> entries) {}

    /** What differs between any two contents of a file that is only ever replaced as a whole. */
    private record Version(@Nullable Object key, FileTime modified, long size) {
        private static final Version ABSENT = new Version(null, FileTime.fromMillis(0), -1);

        static Version of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Version(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
            } catch (IOException e) {
                return ABSENT;
            }
        }
    }
}
