package dev.annals.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {
    /** What is between «» is secret. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a «$encrypted$UTF8$AES$Z0FBQUFBQmh=» b",
                "x=«$encrypted$» and «$encrypted$AESCBC$abc»",
                "https://bob:«hunter2»@example.org/path?x=1",
                "clone https://bob:«p/ss/w?rd»@example.org:8443/a/b.git now",
                "postgres://u:«s%2Fecret»@db:5432/x, redis://:«hunter2»@cache:6379/0",
                "amqp://«ghp_0123456789abcdefghijklmnopqrstuvwxyz»@example.org",
                "https://«abcdef0123456789abcdef»:x-oauth-basic@github.com/a",
                "GET https://example.org/a?page=2&access_token=«abc»&x=1#top",
                "https://h/x?X-Amz-Signature=«abcdef»&X-Amz-Date=2026",
                "https://acc.blob.core.windows.net/c?sv=2020&sig=«a%2Bb%3D»",
                "DB_PASSWORD=«hunter2» ./run --token «abc123» -v",
                "Server=db;User Id=sa;Password=«a;b,c»;Encrypt=true",
                "DefaultEndpointsProtocol=https;AccountKey=«abc+/==»;EndpointSuffix=x",
                "curl -H \"Authorization: «Bearer abc.def-1»\" https://h/",
                "curl -H 'X-Api-Key: «abc»' https://h/",
                "Authorization: «Basic dXNlcjpwYXNz»",
                "sent Basic «dXNlcjpwYXNz» to it",
                "Bearer «my-secret-token», then more",
                "{'user': 'bob', 'password': '«hunter2»'}",
                "broken {\"user\": \"bob\", \"password\": \"«hunter2»\"",
                "password: «hunter2 and more»",
                "a: 1\n  password: «hunter2»\nb: 2",
                "# token: «old»\nx: y",
                "login failed, password: «hunter2»",
                "a = 1\npassword = «hunter 2»\nb = 2",
                "failed with password = «hunter2» again",
                "<user>bob</user><password>«hunter2»</password>",
                "\"password\"=>\"«hunter2»\", :a",
                "key «-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----» end",
                "«-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz",
                "jwt «eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-1» end",
                "new token «glpat-abcdefghij0123456789» made",
                "pwd=\\\"«hunter2»\\\" in a log",
            })
    void aSecretIsFoundByItsForm(String marked) {
        String text = marked.replace("«", "").replace("»", "");
        String expected = marked.replaceAll("(?s)«[^»]*(»|$)", "[redacted]");

        assertThat(Redacted.message("- " + text)).isEqualTo("- " + expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org:8443/a@b?page=2&sort=name",
                "mail bob@example.org or https://example.org/@bob",
                "https://bob@example.org/x",
                "git@github.com:org/repo.git",
                "Reset the password: user asked for it",
                "Changed token_count=5, password_expired=true, tokenizer=bpe",
                "bearer of bad news; basic authentication",
                "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----\nMIIB",
                "--verbose --token-type bearer",
                "a = b, c: d, 12:30:05, x=y&z",
                "password= and token=null or secret=true",
                "::1 [2001:db8::1]:443 http://[::1]:80/@x",
                "secretary=Ann author=Bob compass=north passenger=3",
                "<passenger>3</passenger>"
            })
    void aSentenceAboutSecretsStays(String text) {
        assertThat(Redacted.message(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://u:one@h/p|https://u:two@h/p",
                "x $encrypted$a y|x $encrypted$b y",
                "PASSWORD=one1|PASSWORD=two2",
                "{\"password\":\"one\"}|{\"password\":\"two\"}"
            })
    void aChangedSecretInATextStillShowsAsAChange(String before, String after) {
        String members =
                "\"before\":{\"t\":%s},\"after\":{\"t\":%s}".formatted(Redacted.quoted(before), Redacted.quoted(after));
        var event = Redacted.REDACTOR.redact(Redacted.event("team", members));

        assertThat(event.before()).isNotEqualTo(event.after());
        assertThat(Mark.bare(event.before())).isEqualTo(Mark.bare(event.after()));
        assertThat(Mark.bare(event.before()).text()).contains("[redacted]").doesNotContain("one");
    }
}
