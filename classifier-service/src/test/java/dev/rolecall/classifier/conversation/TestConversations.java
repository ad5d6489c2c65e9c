package dev.rolecall.classifier.conversation;

import java.util.ArrayList;

import org.jspecify.annotations.Nullable;

/// Conversations for tests, without a Deepgram body around them.
public final class TestConversations {
    private TestConversations() {}

    /// @param start in seconds; the word lasts 0.4 s
    public static Word word(int channel, @Nullable Integer speaker, double start, String text) {
        return new Word(new Speaker(channel, speaker), start, start + 0.4, text);
    }

    /// One channel; `0 Hello there.` is a turn by speaker 0.
    public static Conversation conversation(String... turns) {
        var words = new ArrayList<Word>();
        for (var turn : turns) {
            var speaker = Integer.parseInt(turn.substring(0, 1));
            for (var word : turn.substring(2).split(" ", -1)) {
                words.add(word(0, speaker, words.size(), word));
            }
        }
        return Conversation.of(1, words);
    }
}
