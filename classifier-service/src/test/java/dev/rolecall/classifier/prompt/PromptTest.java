package dev.rolecall.classifier.prompt;

import static dev.rolecall.classifier.conversation.TestConversations.conversation;
import static dev.rolecall.classifier.prompt.TestExcerpts.excerptOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.evidence.CheckedClaim;
import dev.rolecall.classifier.evidence.CheckedClaim.Kind;
import dev.rolecall.classifier.evidence.CheckedClaim.Reason;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import org.junit.jupiter.api.Test;

class PromptTest {
    private static final RoleSet SUPPORT = RoleSet.of("support", "a call", Map.of("agent", "answers calls", "customer",
            "calls"));
    private static final RoleSet MEDICAL = RoleSet.of("medical", "a visit", Map.of("doctor", "treats"));
    private static final Conversation CALL = conversation("0 Hello.", "1 Hi.");

    @Test
    void numbersTheTurnsAndKeepsThemApartFromTheInstructions() {
        var question = ask(CALL, SUPPORT);

        assertThat(question.data()).isEqualTo("[1] 0:0: Hello.\n[2] 0:1: Hi.");
        assertThat(question.instructions()).contains("- agent: answers calls").doesNotContain("Hello");
    }

    @Test
    void isTheSameForEveryConversationUpToTheData() {
        assertThat(ask(conversation("4 Other."), SUPPORT).instructions()).isEqualTo(ask(CALL, SUPPORT).instructions());
    }

    @Test
    void allowsOnlyTheSpeakersAndRolesThereAre() {
        var speaker = ask(CALL, SUPPORT).schema().at("/properties/speakers/items/properties");

        assertThat(speaker.at("/speaker/enum")).extracting(JsonNode::asText).containsExactly("0:0", "0:1");
        assertThat(speaker.at("/role/enum")).extracting(JsonNode::asText).containsExactly("agent", "customer",
                "unknown");
    }

    @Test
    void asksForEvidenceBeforeTheLabelInAStrictSchema() {
        var object = ask(CALL, SUPPORT).schema().at("/properties/speakers/items");

        assertThat(object.at("/required")).extracting(JsonNode::asText)
                .containsExactly("speaker", "evidence", "role", "name", "confidence");
        assertThat(object.at("/additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void asksForTheSettingOnlyWhereItIsToBeFoundOut() {
        var one = ask(CALL, SUPPORT);
        var several = ask(CALL, MEDICAL, SUPPORT);

        assertThat(one.schema().at("/properties").has("setting")).isFalse();
        assertThat(several.schema().at("/properties/setting/enum")).extracting(JsonNode::asText)
                .containsExactly("medical", "support", "other");
        assertThat(several.instructions()).contains("medical (a visit)\n- doctor: treats");
    }

    @Test
    void asksForTheRostersEntryOnlyWhereThereIsARoster() {
        var request = LabellingRequest.of(List.of(SUPPORT), List.of("Ada Lovelace"));

        var question = new Prompt().of("id", request, CALL, List.of(), excerptOf(CALL, request, 1200, true));

        var entry = question.schema().at("/properties/speakers/items/properties/roster_entry");
        assertThat(entry.path("enum").toString()).isEqualTo("[\"Ada Lovelace\",null]");
        assertThat(question.data()).startsWith("Roster of people who may be speaking: Ada Lovelace\n\n[1] ");
        assertThat(question.instructions()).doesNotContain("Ada");
    }

    @Test
    void isSmall() {
        var question = ask(CALL, MEDICAL, SUPPORT);

        assertThat(TokenCount.in(question.instructions())).isLessThan(400);
        assertThat(TokenCount.in(question.schema().toString())).isLessThan(400);
    }

    @Test
    void objectsWithoutAWordOfWhatWasSaid() {
        var text = Prompt.objection(
                List.of(new CheckedClaim(new Speaker(0, 1), Kind.NAME, "Tom", List.of(2), 0.1, Reason.NAME_NOT_CLEAR)));

        assertThat(text).contains("- 0:1: the mentions of that name").doesNotContain("Hello");
    }

    private static Question ask(Conversation conversation, RoleSet... sets) {
        var request = LabellingRequest.of(List.of(sets));
        return new Prompt().of("id", request, conversation, List.of(), excerptOf(conversation, request, 1200, true));
    }
}
