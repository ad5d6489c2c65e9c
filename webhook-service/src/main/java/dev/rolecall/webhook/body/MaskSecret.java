package dev.rolecall.webhook.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.regex.Pattern;

/// Masks the callback's secret in a body that is returned. The stored body keeps it: it is what Deepgram sent, byte for
/// byte.
final class MaskSecret {
    /// Applied to the bytes as ISO 8859-1: a body that is not JSON can contain the secret too.
    private static final Pattern SECRET = Pattern.compile("\"callback_secret\"\\s*+:\\s*+\"((?:[^\"\\\\]|\\\\.)*+)");

    private MaskSecret() {}

    /// @return the same array
    static byte[] in(byte[] body) {
        var secret = SECRET.matcher(new String(body, ISO_8859_1));
        while (secret.find()) {
            Arrays.fill(body, secret.start(1), secret.end(1), (byte) '*');
        }
        return body;
    }
}
