package dev.rolecall.webhook.body;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import dev.rolecall.webhook.body.ParsedBody.Reason;
import dev.rolecall.webhook.body.ParsedBody.Unusable;

/// Tells a short message in words, which some of Deepgram's errors are, from JSON that broke.
final class PlainText {
    /// Longer than any error message.
    private static final int LONGEST = 4096;

    private PlainText() {}

    /// The message, if these bytes are one; otherwise what they were taken for.
    static ParsedBody orElse(ParsedBody contents, byte[] bytes) {
        if (!(contents instanceof Unusable(_, var reason)) || reason != Reason.NOT_JSON || bytes.length > LONGEST) {
            return contents;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
            return isMessage(text) ? new ParsedBody.PlainText(text) : contents;
        } catch (CharacterCodingException noText) {
            return contents;
        }
    }

    private static boolean isMessage(String text) {
        return !text.isEmpty() && Character.isLetter(text.codePointAt(0))
                && text.codePoints().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
    }
}
