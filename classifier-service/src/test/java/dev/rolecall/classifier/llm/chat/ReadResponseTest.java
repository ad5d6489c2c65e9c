package dev.rolecall.classifier.llm.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.core.MultivaluedHashMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.TestLlmConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadResponseTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode SCHEMA = schema();
    private static final String OBJECT = "{\"list\":[{\"who\":\"a\",\"what\":1}],\"more\":null}";
    private static final ReadResponse READ = new ReadResponse(TestLlmConfig.provider("configured", Map.of()),
            Clock.systemUTC());

    @Test
    void countsTokensAndCost() {
        var answer = read(
                """
                        {"model":"m-1","choices":[{"message":{"content":"{\\"list\\":[]}"},"finish_reason":"stop"}],
                        "usage":{"prompt_tokens":2000,"completion_tokens":100,"prompt_tokens_details":{"cached_tokens":1500}}}""");

        assertThat(answer.usage().model()).isEqualTo("m-1");
        assertThat(answer.usage().inputTokens()).isEqualTo(2000);
        assertThat(answer.usage().cachedTokens()).isEqualTo(1500);
        // 500 × 0.10 + 1500 × 0.01 + 100 × 0.50, for a million
        assertThat(answer.usage().costUsd()).isEqualByComparingTo("0.000115");
    }

    @Test
    void doesWithoutUsageAndModel() {
        var answer = read("{\"choices\":[{\"message\":{\"content\":\"{\\\"list\\\":[]}\"}}]}");

        assertThat(answer.usage().model()).isEqualTo("configured");
        assertThat(answer.usage().costUsd()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"length\"}]} | answer-cut-off | UnusableAnswer",
            "{\"choices\":[{\"message\":{\"content\":\"{\\\"list\\\":[{\"},\"finish_reason\":\"max_tokens\"}]} | answer-cut-off | UnusableAnswer",
            "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"stop\"}]} | answer-empty | UnusableAnswer",
            "{\"choices\":[{\"message\":{\"content\":\" \"}}]} | answer-empty | UnusableAnswer",
            "{\"choices\":[{\"message\":{\"content\":[]}}]} | answer-empty | UnusableAnswer",
            "{\"choices\":[]} | answer-empty | UnusableAnswer", "{} | answer-empty | UnusableAnswer",
            "{\"choices\":[{\"message\":null}]} | answer-empty | UnusableAnswer",
            "{\"choices\":[{\"message\":{\"content\":\"I cannot tell.\"}}]} | answer-unreadable | UnusableAnswer",
            "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"no\"}}]} | refusal | Final",
            "{\"choices\":[{\"message\":{\"content\":\"{\"},\"finish_reason\":\"content_filter\"}]} | content_filter | Final"})
    void saysWhyThereIsNoAnswer(String completion, String code, String kind) {
        assertThatThrownBy(() -> read(completion)).isInstanceOfSatisfying(LlmException.class, failure -> {
            assertThat(failure.failure().code()).isEqualTo(code);
            assertThat(failure.failure().getClass().getSimpleName()).isEqualTo(kind);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
            """
                    {"choices":[{"message":{"content":[{"type":"text","text":"{\\"list\\":"},{"type":"text","text":"[]}"}]}}]}""",
            """
                    {"choices":[{"message":{"content":["{\\"list\\":[]}"]}}]}""",
            """
                    {"choices":[{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"{"}]},
                    {"type":"text","text":"{\\"list\\":[]}"}]}}]}""", """
                    {"choices":[{"message":{"content":{"list":[]}}}]}""", """
                    {"choices":[{"message":{"content":"{\\"list\\":[]}","refusal":""}}]}""", """
                    [{"choices":[{"message":{"content":"{\\"list\\":[]}","refusal":null}}]}]"""})
    void readsTextAndPartsAndTakesAnEmptyRefusalForNone(String completion) {
        assertThat(read(completion).json()).isEqualTo("{\"list\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {OBJECT, " " + OBJECT + "\n", "```json\n" + OBJECT + "\n```", "```\n" + OBJECT + "```",
            "<think>so {\"list\":[]} or {not</think>\n" + OBJECT, "it may be {\"list\":[]}\n</think>" + OBJECT,
            "first {\"list\":[],\"more\":null} and then " + OBJECT, "Sure! Here it is:\n" + OBJECT + "\nIs that [all]?",
            "{\"answer\":" + OBJECT + "}", "[" + OBJECT + "]",
            "\"{\\\"list\\\":[{\\\"who\\\":\\\"a\\\",\\\"what\\\":1}],\\\"more\\\":null}\"",
            "{'list':[{'who':'a','what':1,},],more:null}",
            "{\"list\": [ // the list\n{\"who\":\"a\",\"what\":1}],\"more\":null}"})
    void findsTheObjectInWhatAModelWrites(String content) throws Exception {
        assertThat(readContent(content)).isEqualTo(OBJECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"who\":\"a\",\"what\":1},{\"who\":\"b\",\"what\":2}]",
            "{\"who\":\"a\",\"what\":1}\n{\"who\":\"b\",\"what\":2}",
            "1. {\"who\":\"a\",\"what\":1}\n2. {\"who\":\"b\",\"what\":2}",
            "{\"result\":[{\"who\":\"a\",\"what\":1},{\"who\":\"b\",\"what\":2}]}"})
    void putsEntriesThatStandAloneIntoTheirList(String content) throws Exception {
        assertThat(readContent(content))
                .isEqualTo("{\"list\":[{\"who\":\"a\",\"what\":1},{\"who\":\"b\",\"what\":2}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "none", "{\"b\":1}", "{\"list\":"})
    void takesNothingElse(String content) {
        assertThatThrownBy(() -> readContent(content)).isInstanceOf(LlmException.class)
                .hasMessageContaining("answer-unreadable")
                .hasMessageNotContaining("none");
    }

    @Test
    void isNotStoppedByManyBrackets() {
        assertThatThrownBy(() -> readContent("{[".repeat(20_000))).isInstanceOf(LlmException.class);
    }

    private static String readContent(String content) throws JsonProcessingException {
        return read("{\"choices\":[{\"message\":{\"content\":%s}}]}".formatted(JSON.writeValueAsString(content)))
                .json();
    }

    private static Answer read(String body) {
        return READ.answer(READ.completion(200, body, new MultivaluedHashMap<>()),
                new Question("id", "", "", "name", SCHEMA), List.of());
    }

    private static JsonNode schema() {
        try {
            return JSON.readTree("""
                    {"type":"object","required":["list","more"],"properties":{
                    "list":{"type":"array","items":{"type":"object","required":["who","what"],
                        "properties":{"who":{"type":"string"},"what":{"type":"integer"}}}},
                    "more":{"type":"string"}}}""");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
