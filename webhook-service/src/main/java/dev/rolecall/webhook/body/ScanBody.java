package dev.rolecall.webhook.body;

import java.io.IOException;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.rolecall.webhook.authentication.HashedCredential;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Extracts what lists and filters need from Deepgram's body while it arrives, piece by piece, without holding the
/// body.
///
/// The memory it uses is bounded to a few megabytes: Jackson limits nesting, names and numbers (StreamReadConstraints),
/// and lists are cut.
public final class ScanBody {
    private static final Logger LOG = Logger.getLogger(ScanBody.class);
    /// In characters: the text of about sixty hours. Jackson holds a string in memory even if it is skipped.
    private static final int MAX_STRING = 4_000_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_STRING).build())
            .build();

    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private final BodyFields fields;
    private @Nullable Reason fault;
    private boolean isComplete;

    public ScanBody() {
        this(new BodyFields());
    }

    ScanBody(BodyFields fields) {
        this.fields = fields;
        try {
            parser = JSON.createNonBlockingByteArrayParser();
            feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
        } catch (IOException e) {
            throw new IllegalStateException("failed to create a JSON parser", e);
        }
    }

    /// Scans the next piece.
    public void feed(byte[] bytes, int length) {
        if (fault == null && length > 0) {
            attempt(() -> feeder.feedInput(bytes, 0, length));
        }
    }

    /// The result, after the last piece.
    public ParsedBody contents() {
        if (fault == null) {
            attempt(feeder::endOfInput);
        }
        return fault == null && isComplete
                ? fields.contents()
                : new ParsedBody.Unusable(null, Objects.requireNonNullElse(fault, Reason.NOT_JSON));
    }

    /// The value of `metadata.extra.callback_secret`, which [#contents] does not include.
    @Nullable
    HashedCredential secret() {
        return fields.secret();
    }

    private void attempt(Feed feed) {
        try {
            feed.run();
            readTokens();
        } catch (StreamConstraintsException beyondBounds) {
            fault = Reason.BEYOND_BOUNDS;
        } catch (IOException notJson) {
            fault = Reason.NOT_JSON;
        } catch (RuntimeException | StackOverflowError mistake) {
            LOG.error("Failed to scan a body. This is an error in Rolecall; the body is kept in quarantine.", mistake);
            fault = Reason.INTERNAL_ERROR;
        }
    }

    private interface Feed {
        void run() throws IOException;
    }

    private void readTokens() throws IOException {
        for (var token = parser.nextToken(); token != null && token != JsonToken.NOT_AVAILABLE; token = parser
                .nextToken()) {
            read(token);
        }
    }

    private void read(JsonToken token) throws IOException {
        var context = parser.getParsingContext();
        if (isComplete || (context.inRoot() && token != JsonToken.END_OBJECT)) {
            throw new NotOneObject(parser);
        }
        if (token == JsonToken.END_OBJECT && context.inRoot()) {
            isComplete = true;
        } else {
            fields.read(parser);
        }
    }

    /// The body is another JSON value, or something follows the object.
    private static final class NotOneObject extends JsonProcessingException {
        private static final long serialVersionUID = 1;

        NotOneObject(JsonParser parser) {
            super("not one JSON object", parser.currentLocation());
        }
    }
}
