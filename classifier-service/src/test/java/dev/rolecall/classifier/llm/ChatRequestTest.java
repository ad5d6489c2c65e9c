package dev.rolecall.classifier.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class ChatRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Question QUESTION = new Question("id", "Do this.", "[1] 0:0: Hello.", "speakers",
            JsonNodeFactory.instance.objectNode().put("type", "object"));

    @Test
    void asksForAStrictSchemaAndKeepsNothingWithTheProvider() {
        var request = request(Map.of());

        assertThat(request.at("/response_format/type").asText()).isEqualTo("json_schema");
        assertThat(request.at("/response_format/json_schema/strict").asBoolean()).isTrue();
        assertThat(request.path("store").asBoolean(true)).isFalse();
        assertThat(request.path("max_completion_tokens").asInt()).isEqualTo(8000);
        assertThat(request.fieldNames()).toIterable().doesNotContain("max_tokens", "temperature", "reasoning_effort");
    }

    @Test
    void putsTheInstructionsFirstAndWhatWasSaidLast() {
        assertThat(request(Map.of()).path("messages")).extracting(it -> it.path("role").asText())
                .containsExactly("system", "user");
    }

    @Test
    void putsTheSchemaAmongTheInstructionsOfThoseWhoTakeNone() {
        var json = request(Map.of("rolecall.llm.answer-format", "json"));
        var text = request(Map.of("rolecall.llm.answer-format", "text"));

        assertThat(json.at("/response_format/type").asText()).isEqualTo("json_object");
        assertThat(json.at("/messages/0/content").asText()).startsWith("Do this.").endsWith("{\"type\":\"object\"}");
        assertThat(text.has("response_format")).isFalse();
        assertThat(text.at("/messages/0/content").asText()).endsWith("{\"type\":\"object\"}");
    }

    @Test
    void namesTheLimitAsTheProviderDoes() {
        var old = request(Map.of("rolecall.llm.answer-limit", "max-tokens"));
        var none = request(Map.of("rolecall.llm.answer-limit", "none"));

        assertThat(old.path("max_tokens").asInt()).isEqualTo(8000);
        assertThat(old.has("max_completion_tokens")).isFalse();
        assertThat(none.has("max_tokens") || none.has("max_completion_tokens")).isFalse();
    }

    @Test
    void objectsToAnAnswerInTheSameConversation() {
        var request = request(QUESTION.objecting("{\"a\":1}", "Not so."), Map.of());

        assertThat(request.path("messages")).extracting(it -> it.path("role").asText())
                .containsExactly("system", "user", "assistant", "user");
        assertThat(request.at("/messages/2/content").asText()).isEqualTo("{\"a\":1}");
    }

    private static JsonNode request(Map<String, String> values) {
        return request(QUESTION, values);
    }

    private static JsonNode request(Question question, Map<String, String> values) {
        var all = new HashMap<>(values);
        all.put("rolecall.llm.name", "m");
        all.put("rolecall.llm.api-key", "k");
        var config = new SmallRyeConfigBuilder().withMapping(LlmConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(LlmConfig.class);
        return JSON.valueToTree(ChatRequest.of(question, config));
    }
}
