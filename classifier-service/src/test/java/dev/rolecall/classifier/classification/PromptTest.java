package dev.rolecall.classifier.classification;

import static dev.rolecall.classifier.classification.ConversationTest.word;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class PromptTest {
    private static final Conversation CALL = Conversation.of(1, List.of(word(0, 0, 0, "Hello."), word(0, 1, 1, "Hi.")));
    private final Prompt prompt = new Prompt(config(Map.of("rolecall.classification.roles.agent", "answers calls",
            "rolecall.classification.roles.customer", "calls")));

    @Test
    void numbersTheTurnsAndKeepsThemApartFromTheInstructions() {
        var question = prompt.of("id", CALL);

        assertThat(question.data()).isEqualTo("[1] 0:0: Hello.\n[2] 0:1: Hi.");
        assertThat(question.instructions()).contains("- agent: answers calls", "- unknown:").doesNotContain("Hello");
    }

    @Test
    void isTheSameForEveryConversationUpToTheData() {
        var other = prompt.of("id", Conversation.of(1, List.of(word(0, 4, 0, "Other."))));

        assertThat(other.instructions()).isEqualTo(prompt.of("id", CALL).instructions());
    }

    @Test
    void allowsOnlyTheSpeakersAndRolesThereAre() {
        var speaker = prompt.of("id", CALL).schema().at("/properties/speakers/items/properties");

        assertThat(speaker.at("/speaker/enum")).extracting(JsonNode::asText).containsExactly("0:0", "0:1");
        assertThat(speaker.at("/role/enum")).extracting(JsonNode::asText).containsExactly("agent", "customer",
                "unknown");
    }

    @Test
    void asksForEvidenceBeforeTheLabelInAStrictSchema() {
        var object = prompt.of("id", CALL).schema().at("/properties/speakers/items");

        assertThat(object.at("/required")).extracting(JsonNode::asText)
                .containsExactly("speaker", "evidence", "role", "name", "confidence");
        assertThat(object.at("/additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void configuresRolesAndLeaseUnderTheseKeys() {
        var config = config(
                Map.of("rolecall.classification.roles.host", "leads", "rolecall.classification.lease", "7s"));

        assertThat(config.roles()).containsExactly(Map.entry("host", "leads"));
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config(Map.of("rolecall.classification.roles.host", "leads")).lease())
                .isEqualTo(Duration.ofSeconds(15));
    }

    private static ClassificationConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder().withMapping(ClassificationConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(ClassificationConfig.class);
    }
}
