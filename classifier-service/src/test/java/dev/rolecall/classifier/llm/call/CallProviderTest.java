package dev.rolecall.classifier.llm.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import jakarta.ws.rs.core.MultivaluedHashMap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure.Pause;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.Rejection;
import dev.rolecall.classifier.llm.TestLlmConfig;
import dev.rolecall.classifier.llm.call.Send.Received;
import dev.rolecall.classifier.llm.chat.ReadResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallProviderTest {
    private static final Question QUESTION = new Question("id", "Do this.", "[1] 0:0: Hello.", "name",
            JsonNodeFactory.instance.objectNode()
                    .put("type", "object")
                    .set("properties", JsonNodeFactory.instance.objectNode().put("a", "integer")));
    private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"{\\\"a\\\":1}\"}}]}";

    /// What was sent: the way of the key, and the request.
    private record Sent(@Nullable String bearer, @Nullable String apiKey, String request) {}

    private final List<Sent> sent = new ArrayList<>();

    @Test
    void sendsTheKeyAsTheProviderAcceptsIt() {
        var call = provider(Map.of(), it -> it.apiKey() == null ? status(401) : answer());

        ask(call);
        ask(call);

        assertThat(sent).extracting(Sent::apiKey).containsExactly(null, "k", "k");
    }

    @Test
    void triesOneHeaderOnlyIfAnOperatorChoseIt() {
        var call = provider(Map.of("key-header", "bearer"), _ -> status(401));

        assertThatThrownBy(() -> ask(call)).isInstanceOfSatisfying(LlmException.class,
                failure -> assertThat(failure.failure()).isInstanceOf(Pause.class));
        assertThat(sent).hasSize(1);
    }

    @Test
    void negotiatesWithTheOtherHeaderToo() {
        var call = provider(Map.of(), it -> it.apiKey() == null
                ? status(401)
                : it.request().contains("store") ? status(400) : answer());

        assertThat(ask(call).leftOut()).contains("store");
    }

    @Test
    void pausesAndNamesTheSettingThatTheProviderRejects() {
        var call = provider(Map.of("temperature", "0.2"),
                it -> it.request().contains("temperature") ? status(422) : answer());
        for (var i = 0; i < 30; i++) {
            try {
                ask(call);
            } catch (LlmException paused) {
                assertThat(paused.failure()).isInstanceOfSatisfying(Pause.class,
                        pause -> assertThat(pause.setting()).isEqualTo("rolecall.llm.temperature"));
                return;
            }
        }
        throw new AssertionError("the setting was left out without a word");
    }

    @Test
    void saysThatEveryFormIsRejected() {
        var call = provider(Map.of(), _ -> status(400));

        assertThatThrownBy(() -> ask(call)).isInstanceOf(Rejection.class);
    }

    @Test
    void triesNoOtherFormOfARequestThatIsForbidden() {
        var call = provider(Map.of(), _ -> status(403));

        assertThatThrownBy(() -> ask(call)).isInstanceOf(Rejection.class);
        assertThat(sent).hasSize(1);
    }

    private static Received answer() {
        return new Received(200, ANSWER, new MultivaluedHashMap<>());
    }

    private static Received status(int status) {
        return new Received(status, "", new MultivaluedHashMap<>());
    }

    private static Answer ask(CallProvider call) {
        return call.call(QUESTION).await().atMost(Duration.ofSeconds(5));
    }

    private CallProvider provider(Map<String, String> settings, Function<Sent, Received> respond) {
        var provider = TestLlmConfig.provider("m", settings);
        Send http = (bearer, apiKey, _, request) -> {
            var now = new Sent(bearer, apiKey, request);
            sent.add(now);
            return Uni.createFrom().item(() -> respond.apply(now));
        };
        return new CallProvider(http, provider, new ReadResponse(provider, Clock.systemUTC()),
                new LlmMetrics(new SimpleMeterRegistry()), Clock.systemUTC());
    }
}
