package dev.rolecall.classifier.llm.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.TestLlmConfig;
import dev.rolecall.classifier.llm.chat.ChatRequest;
import dev.rolecall.classifier.llm.provider.Tuning;
import org.junit.jupiter.api.Test;

/// The first request that a provider gets.
class RequestFormsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Question QUESTION = new Question("id", "Do this.", "[1] 0:0: Hello.", "speakers",
            JsonNodeFactory.instance.objectNode().put("type", "object"));

    @Test
    void asksForAStrictSchemaAndKeepsNothingWithTheProvider() throws Exception {
        var request = request(Map.of());

        assertThat(request.at("/response_format/type").asText()).isEqualTo("json_schema");
        assertThat(request.at("/response_format/json_schema/strict").asBoolean()).isTrue();
        assertThat(request.path("store").asBoolean(true)).isFalse();
        assertThat(request.path("max_completion_tokens").asInt()).isEqualTo(8000);
        assertThat(request.fieldNames()).toIterable().doesNotContain("max_tokens", "temperature", "reasoning_effort");
    }

    @Test
    void putsTheInstructionsFirstAndWhatWasSaidLast() throws Exception {
        assertThat(request(Map.of()).path("messages")).extracting(it -> it.path("role").asText())
                .containsExactly("system", "user");
    }

    @Test
    void putsTheSchemaAmongTheInstructionsOfThoseWhoTakeNone() throws Exception {
        var json = request(Map.of("answer-format", "json"));
        var text = request(Map.of("answer-format", "text"));

        assertThat(json.at("/response_format/type").asText()).isEqualTo("json_object");
        assertThat(json.at("/messages/0/content").asText()).startsWith("Do this.").endsWith("{\"type\":\"object\"}");
        assertThat(text.has("response_format")).isFalse();
        assertThat(text.at("/messages/0/content").asText()).endsWith("{\"type\":\"object\"}");
    }

    @Test
    void namesTheLimitAsTheProviderDoes() throws Exception {
        var old = request(Map.of("answer-limit", "max-tokens"));
        var none = request(Map.of("answer-limit", "none"));

        assertThat(old.path("max_tokens").asInt()).isEqualTo(8000);
        assertThat(old.has("max_completion_tokens")).isFalse();
        assertThat(none.has("max_tokens") || none.has("max_completion_tokens")).isFalse();
    }

    @Test
    void objectsToAnAnswerInTheSameConversation() throws Exception {
        var request = request(QUESTION.objecting("{\"a\":1}", "Not so."), Map.of());

        assertThat(request.path("messages")).extracting(it -> it.path("role").asText())
                .containsExactly("system", "user", "assistant", "user");
        assertThat(request.at("/messages/2/content").asText()).isEqualTo("{\"a\":1}");
    }

    @Test
    void asksInAnotherFormatAfterAnAnswerOfNoUse() throws Exception {
        var formats = List.of(0, 1, 2, 3, 4).stream().map(skipped -> {
            try {
                return request(QUESTION.skippingFormats(skipped), Map.of()).path("response_format").toString();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }).toList();

        assertThat(formats.get(0)).contains("\"strict\":true").isEqualTo(formats.get(4));
        assertThat(formats.get(1)).contains("json_schema").doesNotContain("strict");
        assertThat(formats.get(2)).contains("json_object");
        assertThat(formats.get(3)).isEmpty();
    }

    @Test
    void sendsNoHalfOfASurrogatePair() throws Exception {
        var question = new Question("id", "Do this.", "[1] 0:0: \uD83D and \uD83D\uDE00 and \uDE00", "speakers",
                JsonNodeFactory.instance.objectNode().put("description", "\uD83D"));

        var request = request(question, Map.of());

        assertThat(request.at("/messages/1/content").asText())
                .isEqualTo("[1] 0:0: \uFFFD and \uD83D\uDE00 and \uFFFD");
        assertThat(request.at("/response_format/json_schema/schema/description").asText()).isEqualTo("\uFFFD");
    }

    private static JsonNode request(Map<String, String> settings) throws JsonProcessingException {
        return request(QUESTION, settings);
    }

    private static JsonNode request(Question question, Map<String, String> settings) throws JsonProcessingException {
        var negotiation = new Negotiation("host", Tuning.of(TestLlmConfig.of(settings)), Clock.systemUTC());
        var form = negotiation.next(question.skippedFormats());
        return JSON.readTree(ChatRequest.json(question, "m", (json, it) -> negotiation.write(form, it, json)));
    }
}
