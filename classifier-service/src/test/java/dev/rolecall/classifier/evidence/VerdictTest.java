package dev.rolecall.classifier.evidence;

import static dev.rolecall.classifier.conversation.TestConversations.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
    private static final Conversation CALL = Conversation.of(1, List.of(word(0, 0, 0, "Hello"), word(0, 1, 1, "Hi")));
    private static final LabellingRequest REQUEST = LabellingRequest.of(
            List.of(RoleSet.of("support", "a call", Map.of("agent", "a", "customer", "c"))), List.of("Ada Lovelace"));

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
    void knowsTheSettingWithoutAskingWhereThereIsOne() {
        assertThat(verdict("{\"speakers\":[],\"setting\":\"medical\"}").setting()).isEqualTo("support");
    }

    @Test
    void takesNoSettingThatWasNotAskedFor() {
        var several = LabellingRequest.of(List.of(RoleSet.of("a", "s", Map.of("x", "")),
                RoleSet.of("b", "s", Map.of("y", ""))));

        assertThat(verdict("{\"speakers\":[],\"setting\":\"b\"}", several).setting()).isEqualTo("b");
        assertThat(verdict("{\"speakers\":[],\"setting\":\"other\"}", several).setting()).isNull();
    }

    @Test
    void readsTheRostersEntryAndWhoIsOneAndWhoIsTwo() {
        var verdict = verdict("""
                {"speakers":[{"speaker":"0:0","evidence":[1],"role":"agent","name":" ","roster_entry":"Ada Lovelace"}],
                 "same_person":[{"evidence":[1,2],"speakers":["0:0","0:1","7:7"]}],
                 "several_people":[{"evidence":[1],"speaker":"0:0"},{"evidence":[1],"speaker":"7:7"},null]}""");

        assertThat(verdict.labels().getFirst().rosterEntry()).isEqualTo("Ada Lovelace");
        assertThat(verdict.labels().getFirst().name()).isNull();
        assertThat(verdict.samePerson()).containsExactly(
                new Verdict.SamePerson(List.of(new Speaker(0, 0), new Speaker(0, 1)), List.of(1, 2)));
        assertThat(verdict.severalPeople())
                .containsExactly(new Verdict.SeveralPeople(new Speaker(0, 0), List.of(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sure! The first speaker", "{\"speakers\":[{\"speaker\":", "{}", "null", "[]",
            "{\"speakers\":[]} and more"})
    void asksAgainAfterAnAnswerThatIsOfNoUseAndDoesNotQuoteIt(String answer) {
        assertThatThrownBy(() -> verdict(answer)).isInstanceOfSatisfying(LlmException.class, failure -> {
            assertThat(failure.failure()).isInstanceOf(JobFailure.UnusableAnswer.class);
            assertThat(failure.getMessage()).doesNotContain("Sure");
        });
    }

    private static Verdict verdict(String json) {
        return verdict(json, REQUEST);
    }

    private static Verdict verdict(String json, LabellingRequest request) {
        return Verdict.of(new Answer(json, new Usage("m", 1, 0, 1, BigDecimal.ZERO)), CALL, request);
    }
}
