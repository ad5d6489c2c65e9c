package dev.rolecall.webhook.authentication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    private static final Map<String, String> LOGIN = Map.of("username", "deepgram", "password", "pässword");

    @Test
    void acceptsTheRightLoginHoweverItsSchemeIsWritten() {
        var authentication = of(LOGIN);

        assertThat(authentication.mayCall(basic("deepgram:pässword"))).isTrue();
        assertThat(authentication.mayCall(basic("deepgram:pässword").replace("Basic", "bASIC"))).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic ???", "Bearer abc", "Basic ZGVlcGdyYW06",
            "deepgram:pässword"})
    void refusesWhatIsNoLogin(String authorization) {
        assertThat(of(LOGIN).mayCall(authorization)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deepgram:", "deepgram:pässwor", "deepgram:pässword ", "Deepgram:pässword", ":", "",
            "previous:old"})
    void refusesAWrongLogin(String login) {
        assertThat(of(LOGIN).mayCall(basic(login))).isFalse();
    }

    @Test
    void acceptsTheLoginsOfBeforeAndAfterARotation() {
        var authentication = of(LOGIN, Map.of("previous.username", "deepgram", "previous.password", "old"));

        assertThat(authentication.mayCall(basic("deepgram:pässword"))).isTrue();
        assertThat(authentication.mayCall(basic("deepgram:old"))).isTrue();
        assertThat(authentication.mayCall(basic("deepgram:older"))).isFalse();
    }

    @Test
    void knowsACallerByTheSecretInItsBody() {
        var authentication = of(Map.of("mode", "secret", "secret", "new", "previous.secret", "old"));

        assertThat(authentication.mayCall(null)).isTrue();
        assertThat(authentication.mayStore(HashedCredential.of("new"), true)).isTrue();
        assertThat(authentication.mayStore(HashedCredential.of("old"), true)).isTrue();
        assertThat(authentication.mayStore(HashedCredential.of("other"), true)).isFalse();
        assertThat(authentication.mayStore(null, true)).isFalse();
        assertThat(authentication.mayStore(null, false)).isFalse();
    }

    @Test
    void asksForBothButOfErrorsThatCarryNoSecret() {
        var authentication = of(LOGIN, Map.of("mode", "basic-and-secret", "secret", "s"));

        assertThat(authentication.mayCall(null)).isFalse();
        assertThat(authentication.mayStore(HashedCredential.of("s"), true)).isTrue();
        assertThat(authentication.mayStore(null, true)).isFalse();
        assertThat(authentication.mayStore(null, false)).isTrue();
    }

    @Test
    void asksForNothingOnlyWhenToldSo() {
        var authentication = of(Map.of("mode", "none"));

        assertThat(authentication.mayCall(null)).isTrue();
        assertThat(authentication.mayStore(null, true)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"basic, username, u, rolecall.authentication.password",
            "basic, previous.secret, x, rolecall.authentication.username",
            "secret, username, u, rolecall.authentication.secret",
            "basic-and-secret, secret, s, rolecall.authentication.username"})
    void namesTheKeyThatIsMissing(String mode, String key, String value, String missing) {
        assertThatThrownBy(() -> of(Map.of("mode", mode, key, value))).hasMessageContaining(missing);
    }

    @Test
    void refusesAUserThatBasicAuthCannotCarry() {
        assertThatThrownBy(() -> of(Map.of("username", "a:b", "password", "p")))
                .hasMessageContaining("rolecall.authentication.username");
    }

    @SafeVarargs
    private static Authentication of(Map<String, String>... values) {
        var all = new HashMap<String, String>();
        for (var some : values) {
            some.forEach((key, value) -> all.put("rolecall.authentication." + key, value));
        }
        return new Authentication(new SmallRyeConfigBuilder().withMapping(AuthenticationConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(AuthenticationConfig.class));
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }
}
