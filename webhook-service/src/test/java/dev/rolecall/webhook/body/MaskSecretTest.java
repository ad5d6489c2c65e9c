package dev.rolecall.webhook.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskSecretTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"callback_secret\":\"abc\",\"b\":\"abc\"}       | {\"callback_secret\":\"***\",\"b\":\"abc\"}",
            "{\"callback_secret\" : \"a\\\"b\"}                | {\"callback_secret\" : \"****\"}",
            "{\"callback_secret\":\"cut off                    | {\"callback_secret\":\"*******",
            "{\"callback_secret\":\"ä\"}                       | {\"callback_secret\":\"**\"}",
            "{\"callback_secret\":\"a\"}{\"callback_secret\":\"b\"} | {\"callback_secret\":\"*\"}{\"callback_secret\":\"*\"}",
            "{\"other_secret\":\"abc\"}                        | {\"other_secret\":\"abc\"}"})
    void coversTheSecretAndNothingElse(String body, String shown) {
        assertThat(new String(MaskSecret.in(body.getBytes(UTF_8)), UTF_8)).isEqualTo(shown);
    }
}
