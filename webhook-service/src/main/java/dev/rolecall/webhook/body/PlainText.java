package dev.rolecall.webhook.body;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import dev.rolecall.webhook.body.ParsedBody.Reason;
import dev.rolecall.webhook.body.ParsedBody.Unusable;

/// Recognises a short plain-text message, the form of some of Deepgram's errors, among bodies that are not JSON.
final class PlainText {
    /// In bytes: longer than any error message.
    private static final int MAX_LENGTH = 4096;

    private PlainText() {}

    /// @return the message if the bytes are one, otherwise `contents`
    static ParsedBody orElse(ParsedBody contents, byte[] bytes) {
        if (!(contents instanceof Unusable(_, var reason)) || reason != Reason.NOT_JSON || bytes.length > MAX_LENGTH) {
            return contents;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
            return isMessage(text) ? new ParsedBody.PlainText(text) : contents;
        } catch (CharacterCodingException notText) {
            return contents;
        }
    }

    private static boolean isMessage(String text) {
        return !text.isEmpty() && Character.isLetter(text.codePointAt(0))
                && text.codePoints().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
    }
}
