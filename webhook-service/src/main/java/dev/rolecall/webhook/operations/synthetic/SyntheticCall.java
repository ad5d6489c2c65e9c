package dev.rolecall.webhook.operations.synthetic;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A short conversation in Deepgram's shape, in which both speakers say who they are.
final class SyntheticCall {
    /// The tag of all of them.
    static final String TAG = "rolecall-synthetic";
    private static final List<Map.Entry<Integer, String>> TURNS = List.of(
            Map.entry(0, "Thank you for calling Example Energy, my name is Ada. How can I help you today?"),
            Map.entry(1, "Hi Ada, this is Grace Miller. I have a question about my last bill."),
            Map.entry(0, "Of course, Grace. Could you tell me your account number, please?"),
            Map.entry(1, "Sure, it is four two seven one."),
            Map.entry(0, "Thank you, Grace. I have corrected the bill. Is there anything else I can do for you?"),
            Map.entry(1, "No, that was all. Thanks for your help, Ada."));

    private SyntheticCall() {}

    static String withRequestId(String requestId) {
        var root = new ObjectMapper().createObjectNode();
        var metadata = root.putObject("metadata").put("request_id", requestId).put("channels", 1);
        metadata.putArray("tags").add(TAG);
        var alternative = root.putObject("results").putArray("channels").addObject().putArray("alternatives")
                .addObject();
        var words = alternative.putArray("words");
        var seconds = 0;
        for (var turn : TURNS) {
            for (var word : turn.getValue().split(" ", -1)) {
                words.add(word(word, turn.getKey(), seconds++));
            }
        }
        metadata.put("duration", seconds);
        alternative.put("transcript", String.join(" ", TURNS.stream().map(Map.Entry::getValue).toList()));
        return root.toString();
    }

    private static ObjectNode word(String punctuated, int speaker, int seconds) {
        return new ObjectMapper().createObjectNode()
                .put("word", punctuated.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]", ""))
                .put("punctuated_word", punctuated)
                .put("start", seconds)
                .put("end", seconds + 1)
                .put("confidence", 1.0)
                .put("speaker", speaker);
    }
}
