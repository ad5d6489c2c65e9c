package dev.rolecall.classifier.prompt;

import static dev.rolecall.classifier.conversation.TestConversations.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.evidence.Label;
import dev.rolecall.classifier.evidence.Verdict;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.llm.provider.Provider;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAnswerTest {
    private static final Conversation CALL = Conversation.of(1, List.of(word(0, 0, 0, "Hello"), word(0, 1, 1, "Hi,"),
            word(0, 1, 2, "about"), word(0, 1, 3, "7"), word(0, 1, 4, "parcels")));
    private static final String ONE = "{\"speakers\":[{\"speaker\":\"0:0\"}],\"setting\":\"%s\"}";
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
        assertThat(verdict.labels().getFirst().confidence()).isEqualTo(0.07);
    }

    @Test
    void knowsTheSettingWithoutAskingWhereThereIsOne() {
        assertThat(verdict(ONE.formatted("medical")).setting()).isEqualTo("support");
    }

    @Test
    void takesNoSettingThatWasNotAskedFor() {
        var several = LabellingRequest.of(List.of(RoleSet.of("a", "s", Map.of("x", "")),
                RoleSet.of("b", "s", Map.of("y", ""))));

        assertThat(verdict(ONE.formatted("B"), several).setting()).isEqualTo("b");
        assertThat(verdict(ONE.formatted("other"), several).setting()).isNull();
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
    @ValueSource(strings = {"Speaker 0:1", "speaker_0:1", "[0:1]", "0:1 (the caller)", "1", "Speaker 1"})
    void readsWhichSpeakerIsMeant(String speaker) {
        assertThat(roleOfTheSecond("{\"speaker\":\"%s\",\"role\":\"customer\"}".formatted(speaker)))
                .isEqualTo("customer");
    }

    /// Two channels without speaker labels.
    @ParameterizedTest
    @ValueSource(strings = {"1", "Speaker 1", "channel 1"})
    void readsWhichChannelIsMeant(String channel) {
        var channels = Conversation.of(2, List.of(word(0, null, 0, "Hello"), word(1, null, 1, "Hi")));
        var json = "{\"speakers\":[{\"speaker\":\"%s\",\"role\":\"customer\"}]}".formatted(channel);

        var labels = ReadAnswer.of(answer(json), channels, REQUEST).labels();

        assertThat(labels).extracting(Label::role).containsExactly("unknown", "customer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Customer", "CUSTOMER", " customer ", "customer (caller)", "**customer**"})
    void readsWhichRoleIsMeant(String role) {
        assertThat(roleOfTheSecond("{\"speaker\":\"0:1\",\"role\":\"%s\"}".formatted(role))).isEqualTo("customer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"0:1\":\"customer\"}", "{\"0:1\":{\"role\":\"customer\"}}",
            "{\"speaker\":\"0:1\",\"role\":\"customer\"}", "[{\"id\":\"0:1\",\"role\":\"customer\"}]",
            "[{\"speaker\":1,\"role\":\"customer\"}]"})
    void readsSpeakersThatAreNoList(String speakers) {
        assertThat(verdict("{\"speakers\":%s}".formatted(speakers)).labels().getLast().role()).isEqualTo("customer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2]", "[\"2\"]", "2", "\"turn 2\"", "[\"[2]\"]", "[{\"turn\":2}]", "[\"#2\"]",
            "[\"[2] 0:1: Hi, about 7 parcels\"]", "[\"hi about 7 PARCELS\"]"})
    void readsWhichTurnIsMeant(String evidence) {
        assertThat(verdict("{\"speakers\":[{\"speaker\":\"0:1\",\"evidence\":%s}]}".formatted(evidence)).labels()
                .getLast()
                .evidence()).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"null\"", "\"None\"", "\"unknown\"", "\"N/A\"", "\" \"", "7"})
    void takesNoNameForAName(String name) {
        assertThat(verdict("{\"speakers\":[{\"speaker\":\"0:1\",\"name\":%s}]}".formatted(name)).labels()
                .getLast()
                .name()).isNull();
    }

    /// PostgreSQL's JSON cannot contain NUL, and every claim is stored.
    @Test
    void readsNamesWithoutControlCharacters() {
        var label = verdict("{\"speakers\":[{\"speaker\":\"0:1\",\"name\":\"Ada\\u0000Lovelace\\u0000\","
                + "\"roster_entry\":\"\\u0007Ada\"}]}").labels().getLast();

        assertThat(label.name()).isEqualTo("Ada Lovelace");
        assertThat(label.rosterEntry()).isEqualTo("Ada");
    }

    @ParameterizedTest
    @CsvSource({"0.9, 0.9", "'\"0.9\"', 0.9", "'\"90%\"', 0.9", "90, 0.9", "'\"high\"', 0", "1, 1", "1000, 1"})
    void readsConfidence(String said, double confidence) {
        assertThat(verdict("{\"speakers\":[{\"speaker\":\"0:1\",\"confidence\":%s}]}".formatted(said)).labels()
                .getLast()
                .confidence()).isEqualTo(confidence);
    }

    @Test
    void readsOnePersonAsAListOfKeysToo() {
        var verdict = verdict("{\"speakers\":[{\"speaker\":\"0:1\"}],\"same_person\":[\"0:0\",\"Speaker 0:1\"],"
                + "\"several_people\":\"0:0\"}");

        assertThat(verdict.samePerson()).containsExactly(
                new Verdict.SamePerson(List.of(new Speaker(0, 0), new Speaker(0, 1)), List.of()));
        assertThat(verdict.severalPeople()).containsExactly(
                new Verdict.SeveralPeople(new Speaker(0, 0), List.of()));
    }

    private static String roleOfTheSecond(String entry) {
        return verdict("{\"speakers\":[%s]}".formatted(entry)).labels().getLast().role();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sure! The first speaker", "{\"speakers\":[{\"speaker\":", "{}", "null", "[]",
            "{\"speakers\":[]}", "{\"speakers\":[{\"speaker\":\"9:9\",\"role\":\"agent\"}]}",
            "{\"speakers\":[{\"speaker\":\"the first one\",\"role\":\"agent\"}]}",
            "{\"speakers\":[{\"speaker\":\"0:0 or 0:1\",\"role\":\"agent\"}]}"})
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
        return ReadAnswer.of(answer(json), CALL, request);
    }

    private static Answer answer(String json) {
        return new Answer(json, json, new Usage("m", 1, 0, 1, BigDecimal.ZERO), new Provider("host", "m"), List.of());
    }
}
