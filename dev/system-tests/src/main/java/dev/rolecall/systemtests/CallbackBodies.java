package dev.rolecall.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Creates callback bodies of about a given size in Deepgram's shape: a support call of two speakers, as long as
/// needed. Each has a unique request id.
public final class CallbackBodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> AGENT = List.of("Thank you for calling, how can I help you today?",
            "Let me pull up your account.", "I've issued you a credit for that.",
            "Is there anything else I can help you with?");
    private static final List<String> CUSTOMER = List.of("I'm calling about my order, it has not come.",
            "I was charged twice for it last month.", "That would be very good, thank you.",
            "My bill says something else, so I would like to know why.");
    /// Bytes per word of Deepgram's compact JSON, measured on real bodies.
    private static final int BYTES_A_WORD = 160;

    private final byte[] before;
    private final byte[] after;

    private CallbackBodies(byte[] before, byte[] after) {
        this.before = before;
        this.after = after;
    }

    /// @param size in bytes, met within a few percent
    /// @param tags as they were given to Deepgram
    public static CallbackBodies of(int size, String... tags) {
        var words = Math.max(8, size / BYTES_A_WORD);
        var text = body(words, tags).toString();
        // once more with the real bytes per word
        text = body((int) Math.max(8, (long) words * size / text.length()), tags).toString();
        var cut = text.indexOf("REQUEST-ID");
        return new CallbackBodies(text.substring(0, cut).getBytes(UTF_8),
                text.substring(cut + "REQUEST-ID".length()).getBytes(UTF_8));
    }

    /// The text before and after the request id, to build bodies without copying.
    public List<byte[]> parts() {
        return List.of(before, after);
    }

    public byte[] withRequestId(UUID requestId) {
        var id = requestId.toString().getBytes(UTF_8);
        var body = new byte[before.length + id.length + after.length];
        System.arraycopy(before, 0, body, 0, before.length);
        System.arraycopy(id, 0, body, before.length, id.length);
        System.arraycopy(after, 0, body, before.length + id.length, after.length);
        return body;
    }

    private static ObjectNode body(int wordCount, String... tags) {
        var words = words(wordCount);
        var body = JSON.createObjectNode();
        var metadata = body.putObject("metadata");
        metadata
                .put("transaction_key", "deprecated")
                .put("request_id", "REQUEST-ID")
                .put("created", "2026-11-20T09:15:00.000Z")
                .put("duration", words.size() * 0.4)
                .put("channels", 1);
        Stream.of(tags).forEach(metadata.putArray("tags")::add);
        var alternative = JSON.createObjectNode();
        var transcript = new StringBuilder();
        words.forEach(word -> transcript.append(word.path("punctuated_word").asText()).append(' '));
        alternative.put("transcript", transcript.toString().strip()).put("confidence", 0.98);
        alternative.set("words", words);
        body.putObject("results").putArray("channels").addObject().putArray("alternatives").add(alternative);
        return body;
    }

    private static ArrayNode words(int count) {
        var random = new Random(count);
        var words = JSON.createArrayNode();
        var texts = texts(count);
        for (var i = 0; i < count; i++) {
            var word = texts.get(i);
            words.addObject()
                    .put("word", word.text().toLowerCase(java.util.Locale.ROOT).replaceAll("[.,?]", ""))
                    .put("start", i * 0.4)
                    .put("end", i * 0.4 + 0.35)
                    .put("confidence", 0.9 + random.nextDouble() / 10)
                    .put("speaker", word.speaker())
                    .put("speaker_confidence", 0.5 + random.nextDouble() / 2)
                    .put("punctuated_word", word.text());
        }
        return words;
    }

    private record Said(int speaker, String text) {}

    private static List<Said> texts(int count) {
        var said = new ArrayList<Said>();
        for (var turn = 0; said.size() < count; turn++) {
            var speaker = turn % 2;
            var lines = speaker == 0 ? AGENT : CUSTOMER;
            for (var word : lines.get(turn / 2 % lines.size()).split(" ", -1)) {
                said.add(new Said(speaker, word));
            }
        }
        return said;
    }
}
