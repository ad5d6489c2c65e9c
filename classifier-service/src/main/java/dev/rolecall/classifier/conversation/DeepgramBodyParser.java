package dev.rolecall.classifier.conversation;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import org.jspecify.annotations.Nullable;

/// Parses a body as a stream, without a tree of objects. It stops once it has metadata and channels: what usually
/// follows them, the utterances, repeats every word. Of `extra` and `tags`, only text values are kept.
///
/// A value is read by its JSON type, never by its text: what is of another type than Deepgram's counts as absent. Only
/// where that would lose words is the body refused.
final class DeepgramBodyParser implements Closeable {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();
    private static final Pattern BLANKS_AND_CONTROLS = Pattern.compile("[\\s\\p{Cntrl}]+");

    private final JsonParser json;
    private final List<Word> words = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private @Nullable Map<String, String> extra;
    private @Nullable Integer channels;
    /// The speaker of the last word, which most often is the speaker of the next.
    private Speaker speaker = new Speaker(0, null);
    /// In seconds: when the channel's last word ended.
    private double lastEnd;

    DeepgramBodyParser(InputStream body) throws IOException {
        json = JSON.createParser(body);
    }

    /// @throws IOException if the body is not JSON, or does not have Deepgram's shape
    DeepgramBody read() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("the body is not a JSON object");
        }
        fields(name -> {
            switch (name) {
                case "metadata" -> metadata();
                case "results" -> object(this::results);
                default -> json.skipChildren();
            }
        });
        return new DeepgramBody(Objects.requireNonNullElse(extra, Map.of()), tags,
                Objects.requireNonNullElse(channels, 0),
                words, problems);
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    private void metadata() throws IOException {
        var texts = new HashMap<String, String>();
        objectOrProblem("metadata", name -> {
            switch (name) {
                case "extra" -> objectOrProblem("metadata.extra", key -> {
                    if (json.currentToken() == JsonToken.VALUE_STRING) {
                        texts.put(key, json.getText());
                    }
                    json.skipChildren();
                });
                case "tags" -> tags();
                default -> json.skipChildren();
            }
        });
        extra = texts;
    }

    /// A text, or a list of texts. Anything else is no tag.
    private void tags() throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            elements(_ -> {
                if (json.currentToken() == JsonToken.VALUE_STRING) {
                    tags.add(json.getText());
                }
                json.skipChildren();
            });
        } else if (json.currentToken() == JsonToken.VALUE_STRING) {
            tags.add(json.getText());
        } else {
            json.skipChildren();
        }
    }

    private void results(String name) throws IOException {
        if (name.equals("channels")) {
            channels = elements(channel -> {
                lastEnd = 0;
                object(field -> alternatives(field, channel));
            });
        } else {
            json.skipChildren();
        }
    }

    private void alternatives(String name, int channel) throws IOException {
        if (name.equals("alternatives")) {
            elements(i -> {
                if (i == 0) {
                    object(field -> words(field, channel));
                } else {
                    json.skipChildren();
                }
            });
        } else {
            json.skipChildren();
        }
    }

    private void words(String name, int channel) throws IOException {
        if (name.equals("words")) {
            elements(_ -> {
                if (json.currentToken() != JsonToken.VALUE_NULL) {
                    word(channel);
                }
            });
        } else {
            json.skipChildren();
        }
    }

    private void word(int channel) throws IOException {
        String word = null;
        String punctuated = null;
        Integer number = null;
        Double start = null;
        Double end = null;
        expect(JsonToken.START_OBJECT);
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "word" -> word = text();
                case "punctuated_word" -> punctuated = text();
                case "start" -> start = seconds();
                case "end" -> end = seconds();
                case "speaker" -> number = integer();
                default -> {
                    // not needed
                }
            }
            json.skipChildren();
        }
        // a word without a time keeps its place behind the one before it
        var from = Objects.requireNonNullElse(start, lastEnd);
        lastEnd = Objects.requireNonNullElse(end, from);
        var text = Objects.requireNonNullElse(punctuated, Objects.requireNonNullElse(word, ""));
        words.add(new Word(speaker(channel, number), from, lastEnd, clean(text)));
    }

    /// @return null if the value is neither a string nor a number, or is blank
    private @Nullable String text() throws IOException {
        var isText = json.currentToken() == JsonToken.VALUE_STRING || json.currentToken().isNumeric();
        return isText && !json.getText().isBlank() ? json.getText() : null;
    }

    private @Nullable Double seconds() throws IOException {
        var seconds = json.currentToken().isNumeric() ? json.getDoubleValue() : Double.NaN;
        return Double.isFinite(seconds) ? seconds : null;
    }

    private @Nullable Integer integer() throws IOException {
        var isInt = json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == NumberType.INT;
        return isInt ? json.getIntValue() : null;
    }

    private Speaker speaker(int channel, @Nullable Integer number) {
        if (speaker.channel() != channel || !Objects.equals(speaker.number(), number)) {
            speaker = new Speaker(channel, number);
        }
        return speaker;
    }

    /// A line break in a word would look like another turn in the prompt; PostgreSQL's JSON cannot contain NUL.
    private static String clean(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i)) || Character.isISOControl(text.charAt(i))) {
                return BLANKS_AND_CONTROLS.matcher(text).replaceAll(" ").strip();
            }
        }
        return text;
    }

    /// Reads the fields of an object. A JSON null counts as empty.
    private void object(ValueReader<String> field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NULL) {
            expect(JsonToken.START_OBJECT);
            fields(field);
        }
    }

    /// Reads the fields of an object that may be missing. What is no object is ignored, and reported.
    private void objectOrProblem(String path, ValueReader<String> field) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            fields(field);
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
            json.skipChildren();
            problems.add(path + " is not a JSON object, so it is ignored");
        }
    }

    private void fields(ValueReader<String> field) throws IOException {
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            field.read(name);
            if (hasMetadataAndChannels()) {
                return;
            }
        }
    }

    private boolean hasMetadataAndChannels() {
        return extra != null && channels != null;
    }

    /// Reads the elements of an array. A JSON null counts as empty.
    ///
    /// @return number of elements
    private int elements(ValueReader<Integer> element) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return 0;
        }
        expect(JsonToken.START_ARRAY);
        var count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            element.read(count++);
        }
        return count;
    }

    private void expect(JsonToken expected) throws IOException {
        if (json.currentToken() != expected) {
            throw new IOException("not in Deepgram's shape: %s instead of %s".formatted(json.currentToken(),
                    expected));
        }
    }

    /// Reads one value, whose first token is the parser's current one.
    private interface ValueReader<T> {
        /// @param nameOrIndex the name of the field, or the index of the element
        void read(T nameOrIndex) throws IOException;
    }
}
