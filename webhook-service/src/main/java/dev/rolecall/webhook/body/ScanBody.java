package dev.rolecall.webhook.body;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.rolecall.webhook.authentication.HashedCredential;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import org.jspecify.annotations.Nullable;

/// Extracts what lists and filters need from Deepgram's body while it arrives, piece by piece, without holding the
/// body.
///
/// The memory it uses is bounded to a few megabytes: Jackson limits nesting, names and numbers (StreamReadConstraints),
/// and lists are cut.
public final class ScanBody {
    /// In characters: the text of about sixty hours. Jackson holds a string in memory even if it is skipped.
    private static final int MAX_STRING = 4_000_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_STRING).build())
            .build();
    /// Longer than any request id seen; PostgreSQL limits an index entry to a third of a page.
    private static final int MAX_REQUEST_ID = 255;
    /// Deepgram limits a pair of `extra` to 2048 characters.
    private static final int MAX_TEXT = 4096;
    /// Maximum number of tags, of pairs in `extra`, and of speakers: ten times what is used.
    private static final int MAX_ENTRIES = 1000;
    private static final String SECRET = "callback_secret";

    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private @Nullable Reason fault;
    private boolean isComplete;

    private @Nullable String requestId;
    private boolean hasResults;
    private @Nullable Double durationSeconds;
    private @Nullable Integer channels;
    private @Nullable String language;
    private @Nullable String model;
    private @Nullable String errorCode;
    private @Nullable String errorMessage;
    private @Nullable String errorDetails;
    private @Nullable HashedCredential secret;
    private final List<String> tags = new ArrayList<>();
    private final Map<String, String> extra = new LinkedHashMap<>();
    private final Set<Long> speakers = new HashSet<>();

    public ScanBody() {
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
        if (fault != null || !isComplete) {
            return new ParsedBody.Unusable(null, Objects.requireNonNullElse(fault, Reason.NOT_JSON));
        }
        if (hasResults) {
            return new ParsedBody.Transcription(requestId, durationSeconds, channels, speakers.size(), language, model,
                    List.copyOf(tags), Map.copyOf(extra));
        }
        if (errorCode != null || errorMessage != null) {
            return new ParsedBody.Failure(requestId, errorCode, errorText());
        }
        return new ParsedBody.Unusable(requestId, Reason.NO_RESULTS);
    }

    private @Nullable String errorText() {
        return errorDetails == null
                ? errorMessage
                : errorMessage == null
                        ? errorDetails
                        : errorMessage + " " + errorDetails;
    }

    /// The value of `metadata.extra.callback_secret`, which [#contents] does not include.
    @Nullable
    HashedCredential secret() {
        return secret;
    }

    private void attempt(Feed feed) {
        try {
            feed.run();
            readTokens();
        } catch (StreamConstraintsException beyondBounds) {
            fault = Reason.BEYOND_BOUNDS;
        } catch (IOException notJson) {
            fault = Reason.NOT_JSON;
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
        } else if (token == JsonToken.START_OBJECT && isAt(context.getParent(), "results")) {
            hasResults = true;
        } else if (token.isScalarValue()) {
            readValue(context, token);
        }
    }

    private void readValue(JsonStreamContext context, JsonToken token) throws IOException {
        if (context.inArray()) {
            readElement(context);
            return;
        }
        switch (context.getCurrentName()) {
            case "speaker" -> readSpeaker(context, token);
            case "request_id" -> {
                if (isAt(context, "request_id") || isAt(context, "metadata", "request_id")) {
                    requestId = usable(parser.getText());
                }
            }
            case "duration" -> {
                if (token.isNumeric() && isAt(context, "metadata", "duration")) {
                    durationSeconds = finite(parser.getDoubleValue());
                }
            }
            case "channels" -> {
                if (isInt(token) && isAt(context, "metadata", "channels")) {
                    channels = parser.getIntValue();
                }
            }
            case "name" -> {
                if (model == null && isAt(context, "metadata", "model_info", "*", "name")) {
                    model = text();
                }
            }
            case "detected_language" -> {
                if (language == null && isAt(context, "results", "channels", "*", "detected_language")) {
                    language = text();
                }
            }
            default -> readRest(context);
        }
    }

    private void readRest(JsonStreamContext context) throws IOException {
        if (isAt(context, "metadata", "extra", "*")) {
            readExtra(context.getCurrentName());
        } else if (context.getParent().inRoot()) {
            readError(context.getCurrentName());
        }
    }

    private void readExtra(String name) throws IOException {
        if (name.equals(SECRET)) {
            secret = HashedCredential.of(parser.getText());
        } else if (extra.size() < MAX_ENTRIES) {
            extra.put(clean(name), text());
        }
    }

    /// The documented shapes: `{err_code, err_msg}`, `{error_code, err_msg}`, `{category, message, details}`.
    private void readError(String name) throws IOException {
        switch (name) {
            case "err_code", "error_code", "category" -> errorCode = text();
            case "err_msg", "message" -> errorMessage = text();
            case "details" -> errorDetails = text();
            default -> {
                // not needed
            }
        }
    }

    private void readElement(JsonStreamContext context) throws IOException {
        if (tags.size() < MAX_ENTRIES && isAt(context, "metadata", "tags", "*")) {
            tags.add(text());
        } else if (language == null
                && isAt(context, "results", "channels", "*", "alternatives", "*", "languages", "*")) {
            language = text();
        }
    }

    private void readSpeaker(JsonStreamContext context, JsonToken token) throws IOException {
        if (speakers.size() < MAX_ENTRIES && isInt(token)
                && isAt(context, "results", "channels", "*", "alternatives", "*", "words", "*", "speaker")) {
            var alternative = context.getParent().getParent().getParent();
            var channel = alternative.getParent().getParent();
            if (alternative.getCurrentIndex() == 0) {
                speakers.add((long) channel.getCurrentIndex() << 32 | parser.getIntValue());
            }
        }
    }

    /// Whether the current value is at this path; `*` is any name or index.
    private static boolean isAt(@Nullable JsonStreamContext context, String... path) {
        var here = context;
        for (var i = path.length - 1; i >= 0; i--) {
            if (here == null || here.inRoot()
                    || (!path[i].equals("*") && !(here.inObject() && path[i].equals(here.getCurrentName())))) {
                return false;
            }
            here = here.getParent();
        }
        return here != null && here.inRoot();
    }

    private boolean isInt(JsonToken token) throws IOException {
        return token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == NumberType.INT;
    }

    private static @Nullable Double finite(double number) {
        return Double.isFinite(number) ? number : null;
    }

    private static @Nullable String usable(String requestId) {
        return requestId.isBlank() || requestId.length() > MAX_REQUEST_ID || requestId.indexOf('\0') >= 0
                ? null
                : requestId;
    }

    private String text() throws IOException {
        return clean(parser.getText());
    }

    /// PostgreSQL's text cannot contain NUL. The body itself is stored as received.
    private static String clean(String text) {
        var cut = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        return cut.replace("\0", "");
    }

    /// The body is another JSON value, or something follows the object.
    private static final class NotOneObject extends JsonProcessingException {
        private static final long serialVersionUID = 1;

        NotOneObject(JsonParser parser) {
            super("not one JSON object", parser.currentLocation());
        }
    }
}
