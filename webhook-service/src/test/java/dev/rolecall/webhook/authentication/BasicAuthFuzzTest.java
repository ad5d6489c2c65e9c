package dev.rolecall.webhook.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/// What anybody may put into the header.
class BasicAuthFuzzTest {
    private static final String LOGIN = "deepgram:secret";
    private static final AcceptedCredentials ACCEPTED = new AcceptedCredentials(
            List.of(HashedCredential.of("other:login"), HashedCredential.of(LOGIN)));

    @FuzzTest(maxDuration = "10m")
    void letsInTheLoginAndNothingElse(FuzzedDataProvider data) {
        var header = data.consumeRemainingAsString();

        if (ACCEPTED.contain(BasicAuth.in(header))) {
            assertThat(header).startsWithIgnoringCase("basic ");
            assertThat(new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8))
                    .isIn(LOGIN, "other:login");
        }
    }
}
