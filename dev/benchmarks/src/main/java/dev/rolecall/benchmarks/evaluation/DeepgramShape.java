package dev.rolecall.benchmarks.evaluation;

import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/// A dialogue in the shape of a Deepgram body, word by word and with the usual size.
final class DeepgramShape {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// The pace if times are unknown: 150 words per minute.
    private static final double SECONDS_A_WORD = 0.4;

    private DeepgramShape() {}

    static byte[] of(Dialogue dialogue, UUID requestId) {
        var body = JSON.createObjectNode();
        var words = JSON.createArrayNode();
        var transcript = new StringBuilder();
        var clock = 0.0;
        for (var said : dialogue.said()) {
            clock = said.start() == null ? clock : Math.max(clock, said.start());
            for (var text : said.text().split("\\s+", -1)) {
                words.addObject()
                        .put("word", text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}'-]", ""))
                        .put("start", clock)
                        .put("end", clock + SECONDS_A_WORD * 0.9)
                        .put("confidence", 0.98)
                        .put("speaker", said.person())
                        .put("speaker_confidence", 0.8)
                        .put("punctuated_word", text);
                transcript.append(text).append(' ');
                clock += SECONDS_A_WORD;
            }
        }
        body.putObject("metadata").put("request_id", requestId.toString()).put("duration", clock).put("channels", 1);
        var alternative = JSON.createObjectNode().put("transcript", transcript.toString().strip());
        alternative.put("confidence", 0.98).set("words", words);
        body.putObject("results").putArray("channels").addObject().putArray("alternatives").add(alternative);
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("failed to write a dialogue as JSON", e);
        }
    }
}
