package dev.annals.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotableNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "colour",
                "actor",
                "user_name",
                "userName",
                "UserName",
                "eventID",
                "x-request-id",
                "kubernetes.io",
                "password",
                "passwords",
                "db_password",
                "dbPassword",
                "ssh_key_data",
                "secret",
                "TIMESTAMP",
                "field_2",
                "timeToLive",
                "specversion"
            })
    void aNameThatSomebodyChoseForAFieldIsQuoted(String name) {
        assertThat(QuotableNames.of(name)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "hunter2password",
                "hunterpassword",
                "passwordhunter2",
                "Bearer abc",
                "Bearer abcdef0123456789",
                "Bearer_abc123",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                "ghp_abcdefghijabcdefghijabcdefghijabcd",
                "glpat-abcdefghijklmnopqrst",
                "hvs.abcdefghijklmnopqrstuvwx",
                "AKIAIOSFODNN7EXAMPLE",
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.abc",
                "$encrypted$UTF8$AES$abc",
                "password=hunter",
                "https://user:hunter@host",
                "correct horse battery staple",
                "S3cr3t",
                "aGVsbG8gd29ybGQ",
                "aBcDeFgH",
                "AbCdEfGh",
                "abcdefghijklmnopqrstuvwxyz",
                "12345678",
                "pin_12345678",
                "naïve",
                "a\nb",
                "a\u0000b",
                "\uD83D",
                "-----BEGIN PRIVATE KEY-----"
            })
    void aNameThatMayHoldASecretIsNot(String name) {
        assertThat(QuotableNames.of(name)).isEmpty();
    }

    @Test
    void aLongNameIsNot() {
        assertThat(QuotableNames.of("a_".repeat(20))).isPresent();
        assertThat(QuotableNames.of("a_".repeat(21))).isEmpty();
    }

    @Test
    void aPointerKeepsItsPlaceWithoutTheNamesThatMayHoldASecret() {
        assertThat(QuotableNames.pointer("/after/inputs/password/0")).isEqualTo("/after/inputs/password/0");
        assertThat(QuotableNames.pointer("/after/hunter2password/x")).isEqualTo("/after/<not shown>/x");
        assertThat(QuotableNames.pointer("/metadata/kubernetes.io~1name")).isEqualTo("/metadata/kubernetes.io~1name");
        assertThat(QuotableNames.pointer("")).isEmpty();
        assertThat(QuotableNames.pointer("//")).isEqualTo("//");
    }
}
