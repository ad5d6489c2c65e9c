package dev.rolecall.webhook.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.regex.Pattern;

/// Covers the callback's secret in a body that is shown. Stored bodies keep it: they are what Deepgram sent, byte for
/// byte, and so is what is shown but for this.
public final class MaskSecret {
    /// Works on bytes, one a character: a body that is not JSON may carry the secret too.
    private static final Pattern SECRET = Pattern.compile("\"callback_secret\"\\s*+:\\s*+\"((?:[^\"\\\\]|\\\\.)*+)");

    private MaskSecret() {}

    /// @return the same array
    public static byte[] in(byte[] body) {
        var secret = SECRET.matcher(new String(body, ISO_8859_1));
        while (secret.find()) {
            Arrays.fill(body, secret.start(1), secret.end(1), (byte) '*');
        }
        return body;
    }
}
