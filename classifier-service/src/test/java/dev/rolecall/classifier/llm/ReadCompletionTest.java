package dev.rolecall.classifier.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadCompletionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void countsTokensAndCost() throws Exception {
        var answer = read("schema",
                """
                        {"model":"m-1","choices":[{"message":{"content":"{}"},"finish_reason":"stop"}],
                        "usage":{"prompt_tokens":2000,"completion_tokens":100,"prompt_tokens_details":{"cached_tokens":1500}}}""");

        assertThat(answer.usage().model()).isEqualTo("m-1");
        assertThat(answer.usage().inputTokens()).isEqualTo(2000);
        assertThat(answer.usage().cachedTokens()).isEqualTo(1500);
        // 500 × 0.10 + 1500 × 0.01 + 100 × 0.50, for a million
        assertThat(answer.usage().costUsd()).isEqualByComparingTo("0.000115");
    }

    @Test
    void doesWithoutUsageAndModel() throws Exception {
        var answer = read("schema", "{\"choices\":[{\"message\":{\"content\":\"{}\"}}]}");

        assertThat(answer.usage().model()).isEqualTo("configured");
        assertThat(answer.usage().costUsd()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"length\"}]} | answer-cut-off | UnusableAnswer",
            "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"stop\"}]} | answer-empty | UnusableAnswer",
            "{\"choices\":[{\"message\":{\"content\":\" \"}}]} | answer-empty | UnusableAnswer",
            "{\"choices\":[]} | answer-empty | UnusableAnswer", "{} | answer-empty | UnusableAnswer",
            "{\"choices\":[{\"message\":null}]} | answer-empty | UnusableAnswer",
            "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"no\"}}]} | refusal | Final",
            "{\"choices\":[{\"message\":{\"content\":\"{\"},\"finish_reason\":\"content_filter\"}]} | content_filter | Final"})
    void saysWhyThereIsNoAnswer(String completion, String code, String kind) {
        assertThatThrownBy(() -> read("schema", completion)).isInstanceOfSatisfying(LlmException.class, failure -> {
            assertThat(failure.failure().code()).isEqualTo(code);
            assertThat(failure.failure().getClass().getSimpleName()).isEqualTo(kind);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", " {\"a\":1}\n", "```json\n{\"a\":1}\n```", "```\n{\"a\":1}```",
            "<think>so {\"b\":2} or\nnot</think>\n{\"a\":1}"})
    void takesTheOneObjectOutOfText(String content) throws Exception {
        assertThat(readContent("text", content)).isEqualTo("{\"a\":1}");
        assertThat(readContent("json", content)).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sure! {\"a\":1}", "{\"a\":1} is what I think", "[1]", "none"})
    void leavesAnythingElseToBeFoundUnreadable(String content) throws Exception {
        assertThat(readContent("text", content)).isEqualTo(content);
    }

    private static String readContent(String format, String content) throws JsonProcessingException {
        return read(format,
                "{\"choices\":[{\"message\":{\"content\":%s}}]}".formatted(JSON.writeValueAsString(content)))
                .json();
    }

    private static Answer read(String format, String completion) throws JsonProcessingException {
        return new ReadCompletion(config(format)).from(JSON.readValue(completion, ChatCompletion.class));
    }

    private static LlmConfig config(String format) {
        var values = new HashMap<>(Map.of("rolecall.llm.name", "configured", "rolecall.llm.api-key", "k",
                "rolecall.llm.answer-format", format));
        return new SmallRyeConfigBuilder().withMapping(LlmConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(LlmConfig.class);
    }
}
