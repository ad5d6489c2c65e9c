package dev.rolecall.classifier.classification;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.luben.zstd.ZstdInputStream;
import org.jspecify.annotations.Nullable;

/// Deepgram's body, as far as words go. Nearly everything in it is optional.
@JsonIgnoreProperties(ignoreUnknown = true)
record DeepgramBody(@Nullable JsonNode metadata, @Nullable Results results) {
    private static final ObjectReader READER = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build())
            .build()
            .readerFor(DeepgramBody.class);

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Results(@Nullable List<@Nullable Channel> channels) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Channel(@Nullable List<@Nullable Alternative> alternatives) {
        private List<DeepgramWord> words() {
            if (alternatives == null || alternatives.isEmpty() || alternatives.getFirst() == null) {
                return List.of();
            }
            return Objects.requireNonNullElse(alternatives.getFirst().words(), List.<@Nullable DeepgramWord>of())
                    .stream()
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Alternative(@Nullable List<@Nullable DeepgramWord> words) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record DeepgramWord(@Nullable String word, double start, double end, @Nullable Integer speaker,
            @JsonProperty("punctuated_word") @Nullable String punctuated) {
        private static final Pattern BLANKS_AND_CONTROLS = Pattern.compile("[\\s\\p{Cntrl}]+");

        private Word in(int channel) {
            var text = Objects.requireNonNullElse(punctuated, Objects.requireNonNullElse(word, ""));
            return new Word(new Speaker(channel, speaker), start, end, clean(text));
        }

        /// A line break in a word could pass for another turn; PostgreSQL's JSON has no NUL.
        private static String clean(String text) {
            return text.codePoints().noneMatch(DeepgramWord::isBlankOrControl)
                    ? text
                    : BLANKS_AND_CONTROLS.matcher(text).replaceAll(" ").strip();
        }

        private static boolean isBlankOrControl(int c) {
            return Character.isWhitespace(c) || Character.isISOControl(c);
        }
    }

    /// @param zstd the body as it is stored
    /// @throws IOException if it is no such body
    static DeepgramBody read(byte[] zstd) throws IOException {
        try (var json = new ZstdInputStream(new java.io.ByteArrayInputStream(zstd))) {
            var body = READER.<@Nullable DeepgramBody>readValue(json);
            if (body == null) {
                throw new IOException("the body is null");
            }
            return body;
        }
    }

    /// What the transcript was submitted with. Only texts count: Deepgram takes nothing else.
    Map<String, String> extra() {
        var texts = new HashMap<String, String>();
        if (metadata != null) {
            metadata.path("extra").properties().forEach(pair -> {
                if (pair.getValue().isTextual()) {
                    texts.put(pair.getKey(), pair.getValue().textValue());
                }
            });
        }
        return texts;
    }

    Conversation conversation() {
        var channels = results == null
                ? List.<Channel>of()
                : Objects.requireNonNullElse(results.channels(),
                        List.<Channel>of());
        var words = new ArrayList<Word>();
        for (var i = 0; i < channels.size(); i++) {
            var number = i;
            if (channels.get(i) != null) {
                channels.get(i).words().forEach(word -> words.add(word.in(number)));
            }
        }
        return Conversation.of(channels.size(), words);
    }
}
