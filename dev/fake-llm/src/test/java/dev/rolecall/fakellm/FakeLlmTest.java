package dev.rolecall.fakellm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Random;

import dev.rolecall.fakellm.provider.Messages;
import dev.rolecall.fakellm.provider.Provider;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeLlmTest {
    private static final String QUESTION = """
            {"model":"m","messages":[{"role":"system","content":"…"},
             {"role":"user","content":"[1] 0:0: How can I help you?\\n[2] 0:1: My order is late."}],
             "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"properties":{
              "speakers":{"items":{"properties":{"speaker":{"enum":["0:0","0:1"]},
              "role":{"enum":["agent","customer","unknown"]}}}}}}}}}""";

    private final FakeLlm fakeLlm = FakeLlm.start(0);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        fakeLlm.close();
    }

    @Test
    void answersInOpenAisShape() throws Exception {
        var answer = new JsonObject(ask().body());

        var choice = answer.getJsonArray("choices").getJsonObject(0);
        assertThat(choice.getString("finish_reason")).isEqualTo("stop");
        assertThat(new JsonObject(choice.getJsonObject("message").getString("content")).getJsonArray("speakers"))
                .hasSize(2);
        assertThat(answer.getJsonObject("usage").getInteger("prompt_tokens")).isPositive();
    }

    @Test
    void countsCallsByClientRequestId() throws Exception {
        ask();
        ask();

        assertThat(fakeLlm.calls().getJsonObject("byClientRequestId").getInteger("job-1")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"rate-limited, 429, rate_limit_exceeded", "out-of-quota, 429, insufficient_quota",
            "wrong-key, 401, invalid_api_key", "failing, 503, service_unavailable",
            "rejecting, 400, invalid_request_error", "refusing, 200, I'm sorry", "cut-off, 200, length",
            "garbage, 200, Sure!"})
    void misbehavesOnDemand(String mode, int status, String says) throws Exception {
        assertThat(control("{\"mode\":\"%s\"}".formatted(mode)).statusCode()).isEqualTo(200);

        var answer = ask();

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(says);
    }

    @Test
    void tellsThoseBeyondItsCapacityToSlowDown() throws Exception {
        control("{\"capacity\":0,\"retryAfterMs\":700}");

        var answer = ask();

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after-ms")).contains("700");
    }

    @Test
    void takesTheSchemaFromTheInstructionsOfThoseWhoAskForText() throws Exception {
        var question = new JsonObject(QUESTION);
        var schema = question.getJsonObject("response_format").getJsonObject("json_schema").getJsonObject("schema");
        question.remove("response_format");
        question.getJsonArray("messages").getJsonObject(0).put("content", "Its JSON schema:\n" + schema.encode());

        assertThat(contentOf(ask(question.encode()))).isEqualTo(contentOf(ask()));
    }

    @Test
    void saysWhatItsControlTakes() throws Exception {
        assertThat(control("{\"mode\":\"sleepy\"}").body()).contains("sleepy", "rate-limited");
        assertThat(control("no json").statusCode()).isEqualTo(400);
        assertThat(control("{\"share\":2}").statusCode()).isEqualTo(400);
        assertThat(control("{\"latncyMs\":2}").body()).contains("latncyMs", "latencyMs");
        assertThat(control("{\"provider\":\"mistrall\"}").body()).contains("mistrall", "mistral");
        assertThat(control("{\"messages\":\"none\"}").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{} | model", "{\"model\":\"m\"} | messages",
            "{\"model\":\"m\",\"messages\":[]} | messages", "no json | null",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"boss\",\"content\":\"\"}]} | messages[0]",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":7}]} | messages[0]",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"temprature\":1} | temprature",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"temperature\":3} | temperature",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"max_tokens\":1,\"max_completion_tokens\":1} | max_tokens",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"response_format\":{\"type\":\"xml\"}} | response_format.type",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"response_format\":{\"type\":\"json_object\"}} | messages"})
    void refusesWhatIsMalformed(String request, String param) throws Exception {
        var answer = ask(request);

        assertThat(answer.statusCode()).isEqualTo(400);
        var error = new JsonObject(answer.body()).getJsonObject("error");
        assertThat(error.getString("type")).isEqualTo("invalid_request_error");
        assertThat(error.getString("param")).isEqualTo("null".equals(param) ? "" : param);
    }

    @Test
    void refusesAStrictSchemaThatIsNotStrict() throws Exception {
        var question = new JsonObject(QUESTION);
        question.getJsonObject("response_format").getJsonObject("json_schema").put("strict", true);

        assertThat(ask(question.encode()).statusCode()).isEqualTo(400);
    }

    /// Well-formed, but nothing that word cues can answer: there is no transcript.
    @Test
    void answersAQuestionAboutSpeakersWithoutATranscript() throws Exception {
        var question = new JsonObject(QUESTION);
        question.getJsonArray("messages").remove(1);

        assertThat(ask(question.encode()).statusCode()).isEqualTo(200);
    }

    @Test
    void wantsAKey() throws Exception {
        var answer = http.send(HttpRequest.newBuilder(URI.create(fakeLlm.url() + "/chat/completions"))
                .POST(BodyPublishers.ofString(QUESTION))
                .build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void playsEachProviderAndDoesNotSayWhy() throws Exception {
        for (var name : Provider.NAMES) {
            fakeLlm.behave(Behaviour.of(Mode.FAILING).playing(Provider.named(name)).saying(Messages.RANDOM));
            assertThat(ask().body()).doesNotContain("overloaded");

            fakeLlm.behave(Behaviour.of(Mode.REJECTING).playing(Provider.named(name)));
            assertThat(ask().statusCode()).isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void drawsLatenciesOfTheDistributionAskedFor() {
        var latency = new Latency(Duration.ofSeconds(2), Duration.ofSeconds(6));
        var random = new Random(1);

        var drawn = random.ints(10_000).mapToObj(_ -> latency.draw(random)).sorted().toList();

        assertThat(drawn.get(5000)).isBetween(Duration.ofMillis(1900), Duration.ofMillis(2100));
        assertThat(drawn.get(9900)).isBetween(Duration.ofMillis(5500), Duration.ofMillis(6500));
    }

    private static String contentOf(HttpResponse<String> answer) {
        return new JsonObject(answer.body()).getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message")
                .getString("content");
    }

    private HttpResponse<String> ask() throws Exception {
        return ask(QUESTION);
    }

    private HttpResponse<String> ask(String question) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(fakeLlm.url() + "/chat/completions"))
                .header("Authorization", "Bearer key")
                .timeout(Duration.ofSeconds(10))
                .header("X-Client-Request-Id", "job-1")
                .POST(BodyPublishers.ofString(question))
                .build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> control(String change) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(fakeLlm.url()).resolve("/control"))
                .PUT(BodyPublishers.ofString(change))
                .build(), BodyHandlers.ofString());
    }
}
