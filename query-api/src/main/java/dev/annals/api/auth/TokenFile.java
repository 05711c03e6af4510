package dev.annals.api.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.api.Role;
import dev.annals.query.RowScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The file of tokens, readable by its owner only: {@code {"tokens": [{"name", "tenant", "role", "only",
 * "created", "expires", "sha256"}]}}, of which {@code tenant}, {@code only} and {@code expires} may be left out.
 *
 * <p>A change replaces the file as a whole, so a reader sees the old or the new one; changes by several processes wait for
 * each other on a lock file beside it. Thread-safe.
 */
public final class TokenFile {
    /** Each request compares its token with all of them. */
    private static final int MOST_TOKENS = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Object IN_THIS_JVM = new Object();

    private final Path file;

    public TokenFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /** The tokens in order of creation, none when there is no file. Fails with {@link BadTokenFile}. */
    public List<Token> read() {
        try {
            return tokens(JSON.readTree(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (JsonProcessingException e) {
            throw new BadTokenFile(file, "is not JSON (expected: an object with tokens)", e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new BadTokenFile(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the token file " + file + " cannot be read", e);
        }
    }

    /** Replaces the tokens by what the change makes of them. What the change throws is thrown, with nothing written. */
    public void update(UnaryOperator<List<Token>> change) {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        // A file lock is between processes; within one it would be refused instead of waited for.
        synchronized (IN_THIS_JVM) {
            try (FileChannel channel =
                    FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileLock lock = channel.lock();
                try {
                    List<Token> tokens = change.apply(read());
                    if (tokens.size() > MOST_TOKENS) {
                        throw new IllegalArgumentException(tokens.size() + " tokens (expected: at most " + MOST_TOKENS
                                + "); revoke some that are not used");
                    }
                    PrivateFile.replace(
                            file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json(tokens)));
                } finally {
                    lock.release();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the token file " + file + " cannot be written", e);
            }
        }
    }

    private static List<Token> tokens(@Nullable JsonNode root) {
        if (root == null || !root.path("tokens").isArray()) {
            throw new IllegalArgumentException("has no array of tokens");
        }
        List<Token> tokens = new ArrayList<>();
        for (JsonNode entry : root.path("tokens")) {
            tokens.add(new Token(
                    entry.path("name").asText(),
                    entry.hasNonNull("tenant") ? entry.path("tenant").asText() : null,
                    Role.valueOf(entry.path("role").asText().toUpperCase(Locale.ROOT)),
                    scope(entry.path("only")),
                    Instant.parse(entry.path("created").asText()),
                    entry.hasNonNull("expires")
                            ? Instant.parse(entry.path("expires").asText())
                            : null,
                    entry.path("sha256").asText()));
        }
        return tokens;
    }

    private static RowScope scope(JsonNode only) {
        Map<String, Set<String>> values = new TreeMap<>();
        // A scope that cannot be read is no scope of everything.
        if (!only.isMissingNode() && !only.isObject()) {
            throw new IllegalArgumentException("has a token with an 'only' that is no object");
        }
        only.properties().forEach(entry -> {
            Set<String> those = new TreeSet<>();
            entry.getValue().forEach(value -> those.add(value.asText()));
            values.put(entry.getKey(), those);
        });
        return new RowScope(values);
    }

    private static ObjectNode json(List<Token> tokens) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode array = root.putArray("tokens");
        for (Token token : tokens) {
            ObjectNode entry = array.addObject();
            entry.put("name", token.name());
            if (token.tenant() != null) {
                entry.put("tenant", token.tenant());
            }
            entry.put("role", token.role().name().toLowerCase(Locale.ROOT));
            if (!token.scope().isAll()) {
                ObjectNode only = entry.putObject("only");
                token.scope().only().forEach((name, values) -> {
                    ArrayNode those = only.putArray(name);
                    values.forEach(those::add);
                });
            }
            entry.put("created", token.created().toString());
            if (token.expires() != null) {
                entry.put("expires", token.expires().toString());
            }
            entry.put("sha256", token.sha256());
        }
        return root;
    }
}
