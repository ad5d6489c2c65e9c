package dev.rolecall.webhook.callback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private final Credentials credentials = new Credentials("deepgram", "pass:wörd");

    @Test
    void acceptsTheConfiguredUserAndPassword() {
        assertThat(credentials.areIn("Basic " + encode("deepgram:pass:wörd"))).isTrue();
        assertThat(credentials.areIn("basic " + encode("deepgram:pass:wörd"))).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic ???", "Bearer x", "Token dg-token"})
    void refusesWhatIsNoBasicAuth(String header) {
        assertThat(credentials.areIn(header)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deepgram:wrong", "other:pass:wörd", "deepgram:", ":", "deepgram:pass:wörd2"})
    void refusesAWrongPassword(String pair) {
        assertThat(credentials.areIn("Basic " + encode(pair))).isFalse();
    }

    private static String encode(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }
}
