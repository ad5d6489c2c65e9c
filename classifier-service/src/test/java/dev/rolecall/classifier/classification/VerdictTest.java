package dev.rolecall.classifier.classification;

import static dev.rolecall.classifier.classification.ConversationTest.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import dev.rolecall.classifier.openai.Answer;
import dev.rolecall.classifier.openai.ModelException;
import dev.rolecall.classifier.openai.ModelFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
    private static final Conversation CALL = Conversation.of(1, List.of(word(0, 0, 0, "Hello"), word(0, 1, 1, "Hi")));
    private static final List<String> ROLES = List.of("agent", "customer", "unknown");

    @Test
    void labelsEverySpeakerThereIsAndNobodyElse() {
        var verdict = verdict("""
                {"speakers":[{"speaker":"0:1","evidence":[2],"role":"customer","name":null,"confidence":0.7},
                             {"speaker":"9:9","evidence":[1],"role":"agent","name":"X","confidence":1}]}""");

        assertThat(verdict.labels()).extracting(Label::speaker).containsExactly(new Speaker(0, 0), new Speaker(0, 1));
        assertThat(verdict.labels()).extracting(Label::role).containsExactly("unknown", "customer");
    }

    @Test
    void takesNoRoleThatWasNotAskedFor() {
        var verdict = verdict(
                "{\"speakers\":[{\"speaker\":\"0:0\",\"evidence\":[1],\"role\":\"king\",\"confidence\":7}]}");

        assertThat(verdict.labels().getFirst().role()).isEqualTo("unknown");
        assertThat(verdict.labels().getFirst().confidence()).isEqualTo(1);
    }

    @Test
    void countsWhatACheckTookAway() {
        var said = verdict("""
                {"speakers":[{"speaker":"0:0","evidence":[1],"role":"agent","name":"Nobody","confidence":1},
                             {"speaker":"0:1","evidence":[],"role":"customer","name":null,"confidence":1}]}""");

        assertThat(said.losses(said.supportedBy(CALL))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sure! The first speaker", "{\"speakers\":[{\"speaker\":", "{}", "null", "[]",
            "{\"speakers\":[]} and more"})
    void asksAgainAfterAnAnswerThatIsOfNoUseAndDoesNotQuoteIt(String answer) {
        assertThatThrownBy(() -> verdict(answer)).isInstanceOfSatisfying(ModelException.class, failure -> {
            assertThat(failure.failure()).isInstanceOf(ModelFailure.Retry.class);
            assertThat(failure.getMessage()).doesNotContain("Sure");
        });
    }

    private static Verdict verdict(String json) {
        return Verdict.of(new Answer(json, "m", 1, 1), CALL, ROLES);
    }
}
