package dev.annals.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Caller;
import dev.annals.api.Role;
import dev.annals.api.auth.TokenFile;
import dev.annals.api.auth.TokenStore;
import dev.annals.query.RowScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCommandTest {
    private Instant now = Instant.parse("2025-03-01T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void aCreatedTokenIsShownOnceAndOpensItsTenant() throws Exception {
        CommandLineRun run = token("create", "--name", "ci", "--tenant", "acme");

        String secret = run.out().strip();
        assertThat(run.status()).isZero();
        assertThat(secret).startsWith("ann_");
        assertThat(store().caller(secret)).contains(Caller.of("ci", "acme", Role.READER));
        assertThat(Files.readString(directory.resolve("tokens.json"))).doesNotContain(secret);
    }

    @Test
    void theListShowsNamesAndNoSecrets() {
        String secret =
                token("create", "--name", "boss", "--role", "admin").out().strip();

        CommandLineRun list = token("list");

        assertThat(list.out()).isEqualTo("""
                NAME  ROLE   TENANT  ONLY   CREATED               EXPIRES
                boss  admin  (all)   (all)  2025-03-01T12:00:00Z  (never)
                """);
        assertThat(list.out()).doesNotContain(secret);
    }

    @Test
    void aTokenIsNarrowedToRowsAndExpires() {
        CommandLineRun run = token(
                "create",
                "--name",
                "ci",
                "--only",
                "service=rbac",
                "--only",
                "type=team,user",
                "--only",
                "type=role",
                "--expires",
                "90d");

        String secret = run.out().strip();
        assertThat(store().caller(secret).orElseThrow().scope())
                .isEqualTo(RowScope.parse(List.of("service=rbac", "type=role,team,user")));
        assertThat(token("list").out())
                .contains("service=rbac type=role,team,user")
                .contains("2025-05-30T12:00:00Z");
        now = Instant.parse("2025-05-30T12:00:00Z");
        assertThat(store().caller(secret)).isEmpty();
    }

    @Test
    void aScopeOrATimeThatCannotBeIsRefusedAndNoTokenMade() {
        assertThat(token("create", "--name", "ci", "--only", "colour=red").err())
                .contains("scope by 'colour'");
        assertThat(token("create", "--name", "ci", "--expires", "soon").err()).contains("--expires");
        assertThat(token("create", "--name", "ci", "--expires", "0d").err()).contains("--expires");
        assertThat(token("create", "--name", "ci", "--role", "ingest", "--only", "type=a")
                        .err())
                .contains("expected: the role reader");
        assertThat(token("list").out()).doesNotContain("ci ");
    }

    @Test
    void aRevokedTokenOpensNothing() {
        String secret = token("create", "--name", "ci").out().strip();
        TokenStore running = store();

        assertThat(token("revoke", "ci").status()).isZero();

        assertThat(running.caller(secret)).isEmpty();
    }

    @Test
    void aNameIsGivenOnce() {
        token("create", "--name", "ci");

        CommandLineRun again = token("create", "--name", "ci");

        assertThat(again.status()).isEqualTo(1);
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains("a token named 'ci' already");
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThat(token("revoke", "nobody").err()).contains("no token named 'nobody'");
        assertThat(token("create", "--name", "a b").err()).contains("token name 'a b'");
        assertThat(token("create", "--name", "a", "--role", "king").err()).contains("role 'king'");
        assertThat(token("create", "--name", "a", "--role", "admin", "--tenant", "t")
                        .err())
                .contains("administrators see all");
        assertThat(CommandLineRun.of("token", "list", "--data", directory + "/none")
                        .err())
                .contains("there is no data directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "tenant\u00e9", "\u2010", "a\nb"})
    void aTenantThatNoEventCanHaveIsRefused(String tenant) {
        CommandLineRun run = token("create", "--name", "a", "--tenant", tenant);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("cannot be a tenant (expected: 1 to 128 of A-Z");
        assertThat(directory.resolve("tokens.json")).doesNotExist();
    }

    @Test
    void theLongestTenantIsTaken() {
        assertThat(token("create", "--name", "a", "--tenant", "t".repeat(128)).status())
                .isZero();
        assertThat(token("create", "--name", "b", "--tenant", "t".repeat(129)).status())
                .isEqualTo(1);
    }

    private TokenStore store() {
        return new TokenStore(new TokenFile(directory.resolve("tokens.json")), () -> now);
    }

    private CommandLineRun token(String command, String... more) {
        String[] line = new String[more.length + 4];
        line[0] = "token";
        line[1] = command;
        line[2] = "--data";
        line[3] = directory.toString();
        System.arraycopy(more, 0, line, 4, more.length);
        return CommandLineRun.of(line);
    }
}
