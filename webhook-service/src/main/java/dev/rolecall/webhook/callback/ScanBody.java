package dev.rolecall.webhook.callback;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import dev.rolecall.webhook.callback.Contents.Reason;
import org.jspecify.annotations.Nullable;

/// Takes what lists and filters need out of Deepgram's body while it arrives, piece by piece, without ever holding it.
///
/// Bounds on nesting, names and numbers are Jackson's defaults (StreamReadConstraints).
final class ScanBody {
    private static final JsonFactory JSON = new JsonFactory();
    /// Longer than any that Deepgram has ever sent; an index entry has to fit into a third of a page.
    private static final int LONGEST_REQUEST_ID = 255;
    /// `extra` allows 2048 characters a pair.
    private static final int LONGEST_TEXT = 4096;

    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private boolean isJson = true;
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
    private final List<String> tags = new ArrayList<>();
    private final Map<String, String> extra = new LinkedHashMap<>();
    private final Set<Long> speakers = new HashSet<>();

    ScanBody() {
        try {
            parser = JSON.createNonBlockingByteArrayParser();
            feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
        } catch (IOException e) {
            throw new IllegalStateException("no JSON parser", e);
        }
    }

    void feed(byte[] bytes) {
        if (!isJson || bytes.length == 0) {
            return;
        }
        try {
            feeder.feedInput(bytes, 0, bytes.length);
            readTokens();
        } catch (IOException notJson) {
            isJson = false;
        }
    }

    /// After the last piece.
    Contents contents() {
        finish();
        if (!isJson || !isComplete) {
            return new Contents.Unusable(null, Reason.NOT_JSON);
        }
        if (requestId == null) {
            return new Contents.Unusable(null, Reason.NO_REQUEST_ID);
        }
        if (requestId.isBlank() || requestId.length() > LONGEST_REQUEST_ID || requestId.indexOf('\0') >= 0) {
            return new Contents.Unusable(null, Reason.UNUSABLE_REQUEST_ID);
        }
        if (hasResults) {
            return new Contents.Transcription(requestId, durationSeconds, channels, speakers.size(), language, model,
                    List.copyOf(tags), Map.copyOf(extra));
        }
        if (errorCode != null || errorMessage != null) {
            return new Contents.Failure(requestId, errorCode, errorText());
        }
        return new Contents.Unusable(requestId, Reason.NO_RESULTS);
    }

    private @Nullable String errorText() {
        return errorDetails == null
                ? errorMessage
                : errorMessage == null
                        ? errorDetails
                        : errorMessage + " " + errorDetails;
    }

    private void finish() {
        if (!isJson) {
            return;
        }
        try {
            feeder.endOfInput();
            readTokens();
            parser.close();
        } catch (IOException notJson) {
            isJson = false;
        }
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
                    requestId = parser.getText();
                }
            }
            case "duration" -> {
                if (token.isNumeric() && isAt(context, "metadata", "duration")) {
                    durationSeconds = parser.getDoubleValue();
                }
            }
            case "channels" -> {
                if (token == JsonToken.VALUE_NUMBER_INT && isAt(context, "metadata", "channels")) {
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
            extra.put(clean(context.getCurrentName()), text());
        } else if (context.getParent().inRoot()) {
            readError(context.getCurrentName());
        }
    }

    /// The documented shapes: `{err_code, err_msg}`, `{error_code, err_msg}`, `{category, message, details}`.
    private void readError(String name) throws IOException {
        switch (name) {
            case "err_code", "error_code", "category" -> errorCode = text();
            case "err_msg", "message" -> errorMessage = text();
            case "details" -> errorDetails = text();
            default -> {
                // nothing that is kept
            }
        }
    }

    private void readElement(JsonStreamContext context) throws IOException {
        if (isAt(context, "metadata", "tags", "*")) {
            tags.add(text());
        } else if (language == null
                && isAt(context, "results", "channels", "*", "alternatives", "*", "languages", "*")) {
            language = text();
        }
    }

    private void readSpeaker(JsonStreamContext context, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT
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

    private String text() throws IOException {
        return clean(parser.getText());
    }

    /// PostgreSQL's text has no NUL; the body itself is kept as it came.
    private static String clean(String text) {
        var short_ = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        return short_.replace("\0", "");
    }

    /// A value that is no object, or something after it.
    private static final class NotOneObject extends JsonProcessingException {
        private static final long serialVersionUID = 1;

        NotOneObject(JsonParser parser) {
            super("not one JSON object", parser.currentLocation());
        }
    }
}
