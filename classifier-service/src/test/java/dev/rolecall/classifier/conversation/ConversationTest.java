package dev.rolecall.classifier.conversation;

import static dev.rolecall.classifier.conversation.TestConversations.word;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

public class ConversationTest {

    @Test
    void buildsATurnOfWhatOneSpeakerSaysUntilAnotherDoes() {
        var conversation = Conversation.of(1, List.of(word(0, 0, 0, "Hello"), word(0, 0, 1, "there."),
                word(0, 1, 2, "Hi."), word(0, 0, 3, "So.")));

        assertThat(texts(conversation)).containsExactly("0:0 Hello there.", "0:1 Hi.", "0:0 So.");
        assertThat(conversation.turns()).extracting(Turn::number).containsExactly(1, 2, 3);
    }

    @Test
    void sortsWordsWhoseTimesRunBackwards() {
        var conversation = Conversation.of(1, List.of(word(0, 0, 2, "world"), word(0, 0, 1, "Hello")));

        assertThat(texts(conversation)).containsExactly("0:0 Hello world");
    }

    @Test
    void keepsSpeakersOfTwoChannelsApart() {
        var conversation = Conversation.of(2, List.of(word(0, 0, 0, "Left."), word(1, 0, 5, "Right.")));

        assertThat(texts(conversation)).containsExactly("0:0 Left.", "1:0 Right.");
    }

    @Test
    void doesNotCutASentenceToPiecesWhereTwoChannelsTalkAtOnce() {
        var conversation = Conversation.of(2, List.of(word(0, null, 0, "I"), word(0, null, 0.5, "was"),
                word(0, null, 1, "saying"), word(1, null, 0.6, "Yes,"), word(1, null, 1.1, "right.")));

        assertThat(texts(conversation)).containsExactly("0 I was saying", "1 Yes, right.");
    }

    @Test
    void writesScriptsWithoutBlanksAsTheyAreWritten() {
        var conversation = Conversation.of(1,
                List.of(word(0, 0, 0, "你"), word(0, 0, 1, "好。"), word(0, 0, 2, "我"), word(0, 0, 3, "OK"),
                        word(0, 0, 4, "吗")));

        assertThat(texts(conversation)).containsExactly("0:0 你好。我 OK 吗");
    }

    @Test
    void givesWordsWithoutALabelToANeighbourOrToNobody() {
        var conversation = Conversation.of(1,
                List.of(word(0, 0, 0, "My"), word(0, null, 0.4, "name"), word(0, 0, 0.8, "is"),
                        word(0, null, 1.2, "Nadia."), word(0, 1, 3, "Hi."), word(0, null, 20, "Hm."),
                        word(0, 0, 40, "So.")));

        assertThat(texts(conversation)).containsExactly("0:0 My name is Nadia.", "0:1 Hi.", "0 Hm.", "0:0 So.");
        assertThat(conversation.speakers()).extracting(Speaker::key).containsExactly("0:0", "0:1");
    }

    @Test
    void knowsASilentChannel() {
        var conversation = Conversation.of(2, List.of(word(0, null, 0, "Hello.")));

        assertThat(conversation.silentChannels()).containsExactly(1);
        assertThat(conversation.unlabelledReason()).contains("one-channel-without-speakers");
    }

    @Test
    void losesNoWord() {
        var words = new ArrayList<Word>();
        for (var i = 0; i < 1000; i++) {
            words.add(word(i % 3, i % 7 == 0 ? null : i % 2, (i * 7919) % 1000 / 3.0, "w" + i));
        }

        var conversation = Conversation.of(3, words);

        var said = conversation.turns().stream().flatMap(turn -> Arrays.stream(turn.text().split(" ", -1)));
        assertThat(said.collect(Collectors.toList()))
                .containsExactlyInAnyOrderElementsOf(words.stream().map(Word::text).toList());
    }

    @Test
    void saysWhyThereIsNobodyToTellApart() {
        assertThat(Conversation.of(1, List.of()).unlabelledReason()).contains("no-words");
        assertThat(Conversation.of(1, List.of(word(0, null, 0, "Alone."))).unlabelledReason())
                .contains("one-channel-without-speakers");
        assertThat(Conversation.of(1, List.of(word(0, 0, 0, "Diarized."))).unlabelledReason()).isEmpty();
        assertThat(Conversation.of(2, List.of(word(0, null, 0, "A"), word(1, null, 1, "B"))).unlabelledReason())
                .isEmpty();
    }

    private static List<String> texts(Conversation conversation) {
        return conversation.turns().stream().map(turn -> turn.speaker().key() + " " + turn.text()).toList();
    }
}
