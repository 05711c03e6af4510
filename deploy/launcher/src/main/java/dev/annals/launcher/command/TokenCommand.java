package dev.annals.launcher.command;

import dev.annals.api.Role;
import dev.annals.api.auth.Token;
import dev.annals.api.auth.TokenFile;
import dev.annals.codec.Limits;
import dev.annals.launcher.Problem;
import dev.annals.launcher.config.TimeSpan;
import dev.annals.launcher.service.DataDirectory;
import dev.annals.query.RowScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code annals token}: makes, lists and revokes the tokens of a data directory, whether its service runs or not. */
@Command(name = "token", description = "API tokens: create, list, revoke.", synopsisSubcommandLabel = "COMMAND")
final class TokenCommand {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Terminal terminal;

    TokenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "create", description = "Make a token and show it, this once.")
    int create(
            @Mixin DataOption data,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "Whose it is; unique.")
                    String name,
            @Option(
                            names = "--tenant",
                            paramLabel = "T",
                            description = "The only tenant it opens (default: every tenant).")
                    @Nullable
                    String tenant,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            defaultValue = "reader",
                            description =
                                    "reader, ingest (sends events, reads nothing), metrics (reads /metrics only) or"
                                            + " admin (default: reader).")
                    String role,
            @Option(
                            names = "--only",
                            paramLabel = "NAME=VALUE[,VALUE…]",
                            description = {
                                "See only these rows; NAME is service, type (of the object) or actor (id of the user).",
                                "One name several times: any of the values. Several names: all of them.",
                                "Default: all rows of the tenant."
                            })
                    @Nullable
                    List<String> only,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            description = "Open nothing any more after this time, such as 90d or 12h (default: never).")
                    @Nullable
                    String expires) {
        String secret = Token.newSecret();
        Token token = token(name, tenant, role(role), secret, only == null ? List.of() : only, expires);
        file(data).update(tokens -> {
            if (tokens.stream().anyMatch(other -> other.name().equals(name))) {
                throw new Problem(
                        "there is a token named '" + name + "' already; revoke it first or choose another name");
            }
            List<Token> more = new ArrayList<>(tokens);
            more.add(token);
            return more;
        });
        terminal.out().println(secret);
        return 0;
    }

    @Command(name = "list", description = "Show whose tokens there are, and never the tokens.")
    int list(@Mixin DataOption data) {
        TextTable table = new TextTable("NAME", "ROLE", "TENANT", "ONLY", "CREATED", "EXPIRES");
        for (Token token : file(data).read()) {
            table.row(
                    token.name(),
                    token.role().name().toLowerCase(Locale.ROOT),
                    token.tenant() == null ? "(all)" : token.tenant(),
                    token.scope().isAll() ? "(all)" : token.scope().toString(),
                    token.created().toString(),
                    token.expires() == null ? "(never)" : token.expires().toString());
        }
        terminal.out().print(table);
        return 0;
    }

    @Command(name = "revoke", description = "Make a token worthless, at once.")
    int revoke(
            @Mixin DataOption data,
            @Parameters(paramLabel = "NAME", description = "The name it was made with.") String name) {
        file(data).update(tokens -> {
            List<Token> rest =
                    tokens.stream().filter(token -> !token.name().equals(name)).toList();
            if (rest.size() == tokens.size()) {
                throw new Problem("there is no token named '" + name + "'; `annals token list` shows those there are");
            }
            return rest;
        });
        terminal.out().println("revoked " + name);
        return 0;
    }

    private Token token(
            String name,
            @Nullable String tenant,
            Role role,
            String secret,
            List<String> only,
            @Nullable String expires) {
        if (tenant != null && !Limits.isTenant(tenant)) {
            throw new Problem("--tenant '" + tenant + "' cannot be a tenant (expected: 1 to " + Limits.TENANT
                    + " of A-Z, a-z, 0-9, '.', '_' and '-', as in the events)");
        }
        try {
            Instant now = terminal.clock().instant();
            Token token = Token.of(name, tenant, role, now, secret).only(RowScope.parse(only));
            return expires == null ? token : token.until(now.plus(span(expires)));
        } catch (IllegalArgumentException e) {
            throw new Problem(String.valueOf(e.getMessage()), e);
        }
    }

    private static Duration span(String expires) {
        return TimeSpan.parse(expires)
                .filter(span -> !span.isZero() && span.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> new IllegalArgumentException("--expires " + expires + " (expected: "
                        + TimeSpan.EXPECTED + ", such as 90d, up to " + LONGEST.toDays() + "d)"));
    }

    private static Role role(String text) {
        Map<String, Role> roles =
                Map.of("reader", Role.READER, "ingest", Role.INGEST, "metrics", Role.METRICS, "admin", Role.ADMIN);
        @Nullable Role role = roles.get(text);
        if (role == null) {
            throw new Problem("role '" + text + "' (expected: reader, ingest, metrics or admin)");
        }
        return role;
    }

    private TokenFile file(DataOption data) {
        Path directory = data.directory(terminal.environment());
        if (!Files.isDirectory(directory)) {
            throw new Problem("there is no data directory " + directory.toAbsolutePath()
                    + "; name it with --data, or make it with `annals up`");
        }
        return new TokenFile(DataDirectory.tokens(directory));
    }
}
