package dev.rolecall.webhook.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskSecretTest {
    private static final Pattern SECRET = Pattern.compile(
            "\"callback_secret\"\\s*+:\\s*+\"((?:[^\"\\\\]|\\\\(?:.|\\z))*+)",
            Pattern.DOTALL);
    private static final int DOCUMENTS = 100_000;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"callback_secret\":\"abc\",\"b\":\"abc\"}       | {\"callback_secret\":\"***\",\"b\":\"abc\"}",
            "{\"callback_secret\" : \"a\\\"b\"}                | {\"callback_secret\" : \"****\"}",
            "{\"callback_secret\":\"cut off                    | {\"callback_secret\":\"*******",
            "{\"callback_secret\":\"ä\"}                       | {\"callback_secret\":\"**\"}",
            "{\"callback_secret\":\"a\"}{\"callback_secret\":\"b\"} | {\"callback_secret\":\"*\"}{\"callback_secret\":\"*\"}",
            "\"callback_secret\"callback_secret\":\"a\"        | \"callback_secret\"callback_secret\":\"*\"",
            "\"callback_secret\" callback_secret\":\"a\"       | \"callback_secret\" callback_secret\":\"a\"",
            "\"callback_\"callback_secret\":\"a\"              | \"callback_\"callback_secret\":\"*\"",
            "{\"other_secret\":\"abc\"}                        | {\"other_secret\":\"abc\"}"})
    void coversTheSecretAndNothingElse(String body, String shown) throws IOException {
        assertThat(new String(masked(body.getBytes(UTF_8), 1024), UTF_8)).isEqualTo(shown);
    }

    /// The whole body at once, by an expression, as oracle.
    @Test
    void coversWhatAnExpressionFindsHoweverTheBodyIsCutIntoPieces() throws IOException {
        var random = new Random(14);
        for (var i = 0; i < DOCUMENTS; i++) {
            var body = document(random).getBytes(ISO_8859_1);

            assertThat(masked(body, 1 + random.nextInt(30))).isEqualTo(byExpression(body));
        }
    }

    private static String document(Random random) {
        var parts = new String[]{"\"", "callback_secret", "\"callback_secret\"", ":", " ", "\n", "\\", "a", "call", "{",
                "\"callback_secret\":\""};
        var document = new StringBuilder();
        for (var i = random.nextInt(15); i > 0; i--) {
            document.append(parts[random.nextInt(parts.length)]);
        }
        return document.toString();
    }

    private static byte[] byExpression(byte[] body) {
        var masked = body.clone();
        var secret = SECRET.matcher(new String(body, ISO_8859_1));
        while (secret.find()) {
            Arrays.fill(masked, secret.start(1), secret.end(1), (byte) '*');
        }
        return masked;
    }

    private static byte[] masked(byte[] body, int atOnce) throws IOException {
        var shown = new ByteArrayOutputStream();
        var piece = new byte[atOnce];
        try (var secret = new MaskSecret(new ByteArrayInputStream(body))) {
            for (var read = secret.read(piece); read >= 0; read = secret.read(piece)) {
                shown.write(piece, 0, read);
            }
        }
        return shown.toByteArray();
    }
}
