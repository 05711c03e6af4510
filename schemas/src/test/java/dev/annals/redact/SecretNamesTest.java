package dev.annals.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {
    private final SecretNames names = SecretNames.of(SecretNames.DEFAULTS);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "Password",
                "PASSWORD",
                "passwd",
                "pwd",
                "secret",
                "token",
                "api_key",
                "apikey",
                "apiKey",
                "APIKey",
                "API_KEY",
                "x-api-key",
                "private_key",
                "privateKey",
                "ssh_key_data",
                "ssh_key_unlock",
                "vault_password",
                "become_password",
                "client_secret",
                "clientSecret",
                "clientsecret",
                "secret_key",
                "secret_access_key",
                "aws.secret.access.key",
                "Authorization",
                "access_token",
                "refreshToken",
                "accesstoken",
                "userpassword",
                "dbPasswd",
                "password2",
                "password_2",
                "newPassword",
                "new_password",
                "password_hash",
                "passwordConfirmation",
                "token_value",
                "survey_passwords",
                "secrets",
                "webhook_key",
                "host_config_key",
                "passphrase",
                "ssh_passphrase",
                "Set-Cookie",
                "privateKeyBase64",
                "OAuth2Token"
            })
    void aNameThatHoldsASecretMatches(String name) {
        assertThat(names.matches(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "_",
                "name",
                "secretary",
                "secretariat",
                "tokenizer",
                "tokenize",
                "passwordless",
                "token_count",
                "token_type",
                "token_expires_at",
                "secret_name",
                "password_policy",
                "password_changed_at",
                "access_key_id",
                "api_key_name",
                "has_password",
                "isSecret",
                "max_tokens",
                "num_secrets",
                "key",
                "public_key",
                "keyboard",
                "monkey",
                "author",
                "authorization_type",
                "passed",
                "compass",
                "データ",
                "data"
            })
    void aNameThatOnlySpeaksOfSecretsDoesNot(String name) {
        assertThat(names.matches(name)).isFalse();
    }

    @Test
    void aVeryLongNameIsJudgedTheSame() {
        assertThat(names.matches("x_".repeat(500) + "password")).isTrue();
        assertThat(names.matches("x_".repeat(500) + "name")).isFalse();
    }

    @Test
    void whatIsNoPatternIsRefused() {
        assertThatThrownBy(() -> SecretNames.of(List.of("*")))
                .hasMessage(
                        "secret name \"*\": not a pattern (expected: words such as api_key, or *word for the end of a word)");
        assertThatThrownBy(() -> SecretNames.of(List.of("pass*"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SecretNames.of(List.of("*api_key"))).isInstanceOf(IllegalArgumentException.class);
    }
}
