package dev.annals.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Caller;
import dev.annals.api.Role;
import dev.annals.query.RowScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenStoreTest {
    private static final Instant THEN = Instant.parse("2025-03-01T12:00:00Z");

    @TempDir
    private Path directory;

    private Instant now = THEN;
    private TokenFile file;

    @BeforeEach
    void file() {
        file = new TokenFile(directory.resolve("tokens.json"));
    }

    @Test
    void aTokenIsKnownByItsOwner() {
        add("ci", "acme", Role.READER, "ann_one");

        assertThat(new TokenStore(file, () -> now).caller("ann_one")).contains(Caller.of("ci", "acme", Role.READER));
    }

    @Test
    void anUnknownTokenHasNoOwner() {
        add("ci", null, Role.READER, "ann_one");

        assertThat(new TokenStore(file, () -> now).caller("ann_two")).isEmpty();
        assertThat(new TokenStore(file, () -> now).caller("")).isEmpty();
    }

    @Test
    void withoutAFileNobodyIsKnown() {
        assertThat(new TokenStore(file, () -> now).caller("ann_one")).isEmpty();
    }

    @Test
    void aRunningStoreSeesTokensMadeAndRevoked() {
        TokenStore store = new TokenStore(file, () -> now);
        add("late", null, Role.ADMIN, "ann_late");
        assertThat(store.caller("ann_late")).isPresent();

        file.update(tokens -> List.of());
        assertThat(store.caller("ann_late")).isEmpty();
    }

    @Test
    void aFileThatBreaksWhileRunningLeavesTheTokensOfBefore() throws Exception {
        add("ci", null, Role.READER, "ann_one");
        TokenStore store = new TokenStore(file, () -> now);

        Files.writeString(file.path(), "{ broken");

        assertThat(store.caller("ann_one")).isPresent();
    }

    @Test
    void aBrokenFileIsRefusedAtTheStartByName() throws Exception {
        Files.writeString(file.path(), "{\"tokens\":[{\"name\":\"a b\"}]}");

        assertThatThrownBy(() -> new TokenStore(file, () -> now))
                .isInstanceOf(BadTokenFile.class)
                .hasMessageContaining(file.path().toString())
                .hasMessageContaining("mend it");
    }

    @Test
    void theSecretIsNotInTheFileAndOnlyTheOwnerMayReadIt() throws Exception {
        add("ci", null, Role.READER, "ann_secret");

        assertThat(Files.readString(file.path())).doesNotContain("ann_secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void changesMadeAtTheSameTimeAreAllKept() {
        CompletableFuture.allOf(IntStream.range(0, 20)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> add("t" + i, null, Role.READER, "ann_" + i)))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(file.read()).hasSize(20);
    }

    @Test
    void aTokenComesBackFromTheFileAsItWas() {
        Token token = Token.of("a.b@c-d_e", "acme", Role.INGEST, THEN, "ann_x");
        file.update(tokens -> List.of(token));

        assertThat(file.read()).containsExactly(token);
    }

    @Test
    void newSecretsAreLongAndAllDifferent() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String secret = Token.newSecret();
            assertThat(secret).matches("ann_[0-9A-Za-z]{32}");
            assertThat(seen.add(secret)).isTrue();
        }
    }

    @Test
    void anAdministratorOfOneTenantIsRefused() {
        assertThatThrownBy(() -> Token.of("boss", "acme", Role.ADMIN, THEN, "ann_x"))
                .hasMessageContaining("administrators see all");
    }

    @Test
    void anExpiredTokenOpensNothingFromThatMomentOn() {
        Token token = Token.of("ci", null, Role.READER, THEN, "ann_one").until(THEN.plusSeconds(60));
        file.update(tokens -> List.of(token));
        TokenStore store = new TokenStore(file, () -> now);

        now = THEN.plusSeconds(59);
        assertThat(store.caller("ann_one")).isPresent();
        now = THEN.plusSeconds(60);
        assertThat(store.caller("ann_one")).isEmpty();
    }

    @Test
    void aNarrowedTokenComesBackFromTheFileAsItWas() {
        RowScope scope = RowScope.parse(List.of("service=rbac", "type=team", "type=user,role"));
        Token token =
                Token.of("ci", "acme", Role.READER, THEN, "ann_one").only(scope).until(THEN.plusSeconds(1));
        file.update(tokens -> List.of(token));

        assertThat(file.read()).containsExactly(token);
        assertThat(scope.toString()).isEqualTo("service=rbac type=role,team,user");
        assertThat(new TokenStore(file, () -> now).caller("ann_one"))
                .contains(new Caller("ci", "acme", Role.READER, scope));
    }

    @Test
    void aScopeThatCannotBeReadIsNotTakenForNone() throws Exception {
        add("ci", null, Role.READER, "ann_one");
        String good = Files.readString(file.path());
        for (String bad : List.of("\"service=rbac\"", "{\"servce\":[\"rbac\"]}", "{\"service\":[]}")) {
            Files.writeString(file.path(), good.replace("\"role\"", "\"only\":" + bad + ",\"role\""));

            assertThatThrownBy(() -> new TokenStore(file, () -> now)).isInstanceOf(BadTokenFile.class);
        }
    }

    @Test
    void onlyReadersAreNarrowed() {
        RowScope scope = RowScope.parse(List.of("service=rbac"));
        for (Role role : List.of(Role.ADMIN, Role.INGEST)) {
            Token all = Token.of("x", null, role, THEN, "ann_x");
            assertThatThrownBy(() -> all.only(scope)).hasMessageContaining("expected: the role reader");
        }
    }

    @Test
    void aScopeThatSaysNothingIsRefused() {
        for (String bad : List.of("service", "service=", "=rbac", "colour=red", "type=a,,b")) {
            assertThatThrownBy(() -> RowScope.parse(List.of(bad)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected");
        }
    }

    private void add(String name, @Nullable String tenant, Role role, String secret) {
        Token token = Token.of(name, tenant, role, THEN, secret);
        file.update(tokens -> Stream.concat(tokens.stream(), Stream.of(token)).toList());
    }
}
