package dev.rolecall.webhook.body;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Masks the callback's secret in a body while it is read. The stored body keeps it: it is what Deepgram sent, byte for
/// byte. The body need not be JSON: one that is cut off or damaged can contain the secret too.
final class MaskSecret extends FilterInputStream {
    private static final byte[] NAME = "\"callback_secret\"".getBytes(US_ASCII);

    private enum State {
        /// Outside, or inside the name.
        NAME, COLON, QUOTE, VALUE,
        /// After a backslash in the value.
        ESCAPED
    }

    private State state = State.NAME;
    /// How many bytes of the name have been read.
    private int matched;

    MaskSecret(InputStream body) {
        super(body);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        var read = in.read(into, from, length);
        for (var i = from; i < from + read; i++) {
            into[i] = masked(into[i]);
        }
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private byte masked(byte next) {
        if (state != State.VALUE && state != State.ESCAPED) {
            seek(next);
            return next;
        }
        if (state == State.VALUE && next == '"') {
            state = State.NAME;
            // it may be the first quote of another name
            matched = 1;
            return next;
        }
        state = state == State.VALUE && next == '\\' ? State.ESCAPED : State.VALUE;
        return '*';
    }

    private void seek(byte next) {
        if (state == State.COLON && next == ':') {
            state = State.QUOTE;
            matched = 0;
        } else if (state == State.QUOTE && next == '"') {
            state = State.VALUE;
        } else if (state == State.NAME || !isSpace(next)) {
            name(next);
        } else {
            // the name's last quote begins no other name any more
            matched = 0;
        }
    }

    private void name(byte next) {
        state = State.NAME;
        if (matched == NAME.length) {
            // its last quote may be the first one of another name
            matched = 1;
        }
        if (next == NAME[matched]) {
            matched++;
        } else {
            matched = next == NAME[0] ? 1 : 0;
        }
        if (matched == NAME.length) {
            state = State.COLON;
        }
    }

    private static boolean isSpace(byte next) {
        return next == ' ' || next == '\t' || next == '\n' || next == '\r' || next == '\f' || next == 0x0b;
    }
}
