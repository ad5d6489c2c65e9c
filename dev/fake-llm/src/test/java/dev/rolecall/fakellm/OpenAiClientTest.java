package dev.rolecall.fakellm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// OpenAI's own client for Java takes the fake LLM for OpenAI.
class OpenAiClientTest {
    private final FakeLlm fakeLlm = FakeLlm.start(0);
    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(fakeLlm.url())
            .apiKey("key")
            .maxRetries(0)
            .build();

    @AfterEach
    void stop() {
        client.close();
        fakeLlm.close();
    }

    @Test
    void answersAPlainQuestion() {
        var completion = client.chat().completions().create(question().build());

        assertThat(completion.validate().choices().getFirst().message().content()).hasValueSatisfying(
                content -> assertThat(content).contains("fake LLM"));
        assertThat(completion.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.promptTokens()).isPositive();
            assertThat(usage.completionTokensDetails()).isPresent();
        });
    }

    @Test
    void followsASchemaOfTheCallers() {
        var schema = ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(Map.of("colour",
                        Map.of("type", "string", "enum", List.of("red", "blue")), "count", Map.of("type", "integer"))))
                .putAdditionalProperty("required", JsonValue.from(List.of("colour", "count")))
                .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                .build();

        var completion = client.chat()
                .completions()
                .create(question().responseFormat(ResponseFormatJsonSchema.builder()
                        .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                                .name("answer")
                                .strict(true)
                                .schema(schema)
                                .build())
                        .build()).build());

        assertThat(completion.choices().getFirst().message().content()).hasValueSatisfying(
                content -> assertThat(content).contains("\"colour\":\"red\"", "\"count\":0"));
    }

    @Test
    void streams() {
        try (var stream = client.chat().completions().createStreaming(question().build())) {
            var text = stream.stream()
                    .flatMap(chunk -> chunk.validate().choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());

            assertThat(text).contains("understands nothing else");
        }
    }

    @Test
    void refusesInTheClientsOwnTerms() {
        assertThatThrownBy(() -> client.chat().completions().create(question().temperature(7.0).build()))
                .isInstanceOf(BadRequestException.class);
        fakeLlm.behave(Behaviour.of(Mode.WRONG_KEY));
        assertThatThrownBy(() -> client.chat().completions().create(question().build()))
                .isInstanceOf(UnauthorizedException.class);
        fakeLlm.behave(Behaviour.of(Mode.RATE_LIMITED));
        assertThatThrownBy(() -> client.chat().completions().create(question().build()))
                .isInstanceOf(RateLimitException.class);
    }

    private static ChatCompletionCreateParams.Builder question() {
        return ChatCompletionCreateParams.builder().model("m").addSystemMessage("Be short.").addUserMessage("Hello?");
    }
}
