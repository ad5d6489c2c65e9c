package dev.rolecall.webhook.body;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.rolecall.webhook.authentication.HashedCredential;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import org.jspecify.annotations.Nullable;

/// What lists and filters need of a body, picked out of its tokens by their paths.
///
/// A value is read by its JSON type, never by its text: a null, or a value of another type than Deepgram's, counts as
/// absent. Relays and SDKs send such values (`"request_id": null`, `"extra": []`).
class BodyFields {
    /// Longer than any request id seen; PostgreSQL limits an index entry to a third of a page.
    private static final int MAX_REQUEST_ID = 255;
    /// Deepgram limits a pair of `extra` to 2048 characters.
    private static final int MAX_TEXT = 4096;
    /// Maximum number of tags, of pairs in `extra`, and of speakers: ten times what is used.
    private static final int MAX_ENTRIES = 1000;
    /// `results.channels[].alternatives[].words[].word`, with the root object as 1.
    private static final int DEPTH_OF_A_WORD = 8;
    private static final String SECRET = "callback_secret";

    private @Nullable String rootRequestId;
    private @Nullable String metadataRequestId;
    private @Nullable String type;
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
    /// Channels in which a word is spoken, by index.
    private final BitSet heard = new BitSet();
    /// Channels in which a speaker is labelled, by index.
    private final BitSet diarized = new BitSet();

    /// Reads the parser's current token.
    void read(JsonParser parser) throws IOException {
        var token = parser.currentToken();
        var context = parser.getParsingContext();
        if (token == JsonToken.START_OBJECT && isAt(context.getParent(), "results")) {
            hasResults = true;
        } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            if (context.inArray()) {
                readElement(parser, context);
            } else {
                readValue(parser, context);
            }
        }
    }

    ParsedBody contents() {
        var requestId = metadataRequestId == null ? rootRequestId : metadataRequestId;
        if (hasResults) {
            return new ParsedBody.Transcription(requestId, durationSeconds, channels, speakers(), language, model,
                    List.copyOf(tags), Map.copyOf(extra));
        }
        if (type != null && errorCode == null) {
            return new ParsedBody.Unusable(requestId, Reason.STREAMING_MESSAGE);
        }
        return errorCode == null && errorMessage == null
                ? new ParsedBody.Unusable(requestId, Reason.NO_RESULTS)
                : new ParsedBody.Failure(requestId, errorCode, errorText());
    }

    /// What a channel says without labels counts as one speaker, as it does for classifier-service.
    private int speakers() {
        var unlabelled = (BitSet) heard.clone();
        unlabelled.andNot(diarized);
        return speakers.size() + unlabelled.cardinality();
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

    private void readValue(JsonParser parser, JsonStreamContext context) throws IOException {
        // first: a pair of extra may have any name
        if (isAt(context, "metadata", "extra", "*")) {
            readExtra(parser, context.getCurrentName());
            return;
        }
        switch (context.getCurrentName()) {
            case "speaker" -> readSpeaker(parser, context);
            case "word" -> readWord(context);
            case "request_id" -> {
                if (isAt(context, "metadata", "request_id")) {
                    metadataRequestId = requestId(parser, metadataRequestId);
                } else if (isAt(context, "request_id")) {
                    rootRequestId = requestId(parser, rootRequestId);
                }
            }
            case "duration" -> {
                if (parser.currentToken().isNumeric() && isAt(context, "metadata", "duration")) {
                    durationSeconds = finite(parser.getDoubleValue());
                }
            }
            case "channels" -> {
                if (isInt(parser) && isAt(context, "metadata", "channels")) {
                    channels = parser.getIntValue();
                }
            }
            case "name" -> {
                if (model == null && isAt(context, "metadata", "model_info", "*", "name")) {
                    model = string(parser, null);
                }
            }
            case "detected_language" -> {
                if (language == null && isAt(context, "results", "channels", "[]", "detected_language")) {
                    language = string(parser, null);
                }
            }
            default -> {
                if (context.getParent().inRoot()) {
                    readRoot(parser, context.getCurrentName());
                }
            }
        }
    }

    private void readExtra(JsonParser parser, String name) throws IOException {
        if (!name.equals(SECRET)) {
            if (extra.size() < MAX_ENTRIES) {
                extra.put(clean(name), clean(parser.getText()));
            }
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
            secret = HashedCredential.of(parser.getText());
        }
    }

    /// The documented errors: `{err_code, err_msg}`, `{error_code, err_msg}`, `{category, message, details}`. The
    /// messages of live streaming have a `type`.
    private void readRoot(JsonParser parser, String name) throws IOException {
        switch (name) {
            case "type" -> type = string(parser, type);
            case "err_code", "error_code", "category" -> errorCode = clean(parser.getText());
            case "err_msg", "message" -> errorMessage = string(parser, errorMessage);
            case "details" -> errorDetails = string(parser, errorDetails);
            default -> {
                // not needed
            }
        }
    }

    private void readElement(JsonParser parser, JsonStreamContext context) throws IOException {
        if (tags.size() < MAX_ENTRIES && isAt(context, "metadata", "tags", "[]")) {
            tags.add(clean(parser.getText()));
        } else if (language == null
                && isAt(context, "results", "channels", "[]", "alternatives", "[]", "languages", "[]")) {
            language = string(parser, null);
        }
    }

    private void readSpeaker(JsonParser parser, JsonStreamContext context) throws IOException {
        if (speakers.size() < MAX_ENTRIES && isInt(parser) && isOfAFirstAlternative(context, "speaker")) {
            var channel = channel(context);
            diarized.set(channel);
            speakers.add((long) channel << 32 | Integer.toUnsignedLong(parser.getIntValue()));
        }
    }

    /// The path is looked at only for the first word of a channel, because a body has thousands of words.
    private void readWord(JsonStreamContext context) {
        var channel = context.getNestingDepth() < DEPTH_OF_A_WORD ? MAX_ENTRIES : channel(context);
        if (channel < MAX_ENTRIES && !heard.get(channel) && isOfAFirstAlternative(context, "word")) {
            heard.set(channel);
        }
    }

    private static boolean isOfAFirstAlternative(JsonStreamContext word, String field) {
        return isAt(word, "results", "channels", "[]", "alternatives", "[]", "words", "[]", field)
                && word.getParent().getParent().getParent().getCurrentIndex() == 0;
    }

    private static int channel(JsonStreamContext word) {
        return word.getParent().getParent().getParent().getParent().getParent().getCurrentIndex();
    }

    /// Whether the current value is at this path; `[]` is an element of an array, `*` any name or index.
    private static boolean isAt(@Nullable JsonStreamContext context, String... path) {
        var here = context;
        for (var i = path.length - 1; i >= 0; i--) {
            if (here == null || here.inRoot() || !isStep(here, path[i])) {
                return false;
            }
            here = here.getParent();
        }
        return here != null && here.inRoot();
    }

    private static boolean isStep(JsonStreamContext here, String step) {
        return switch (step) {
            case "*" -> true;
            case "[]" -> here.inArray();
            default -> here.inObject() && step.equals(here.getCurrentName());
        };
    }

    private static boolean isInt(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == NumberType.INT;
    }

    private static @Nullable Double finite(double number) {
        return Double.isFinite(number) ? number : null;
    }

    /// @return `otherwise` if the value is no string, or cannot be stored as a request id
    private static @Nullable String requestId(JsonParser parser, @Nullable String otherwise) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return otherwise;
        }
        var text = parser.getText();
        return text.isBlank() || text.length() > MAX_REQUEST_ID || text.indexOf('\0') >= 0 ? otherwise : text;
    }

    /// @return `otherwise` if the value is no string
    private static @Nullable String string(JsonParser parser, @Nullable String otherwise) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING ? clean(parser.getText()) : otherwise;
    }

    /// PostgreSQL's text cannot contain NUL. The body itself is stored as received.
    private static String clean(String text) {
        var cut = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        return cut.replace("\0", "");
    }
}
