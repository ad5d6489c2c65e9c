package dev.rolecall.classifier.llm.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import jakarta.ws.rs.core.MultivaluedHashMap;

import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Pause;
import dev.rolecall.classifier.llm.JobFailure.SlowDown;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Rejection;
import dev.rolecall.classifier.llm.TestLlmConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What errors mean, wherever and in whichever shape providers send them.
class ReadErrorTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:15:00Z");
    private static final ReadResponse READ = new ReadResponse(TestLlmConfig.provider("m", Map.of()),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({"408, , Retry", "409, , Retry", "500, , Retry", "502, , Retry", "503, , Retry", "504, , Retry",
            "429, rate_limit_exceeded, SlowDown", "429, slow_down, SlowDown", "429, insufficient_quota, Pause",
            "401, invalid_api_key, Pause", "402, , Pause", "404, model_not_found, Pause",
            "400, budget_exceeded, Pause", "400, content_filter, Final", "400, json_validate_failed, UnusableAnswer",
            "400, unsupported_parameter, Rejection", "400, context_length_exceeded, Rejection", "403, , Rejection",
            "413, , Rejection", "422, , Rejection", "418, teapot, Rejection"})
    void sortsWhatProvidersAnswer(int status, String code, String kind) {
        var body = code == null
                ? ""
                : "{\"error\":{\"message\":\"x\",\"type\":\"t\",\"code\":\"%s\"}}".formatted(code);

        assertThat(found(status, body)).isEqualTo("%s %s".formatted(kind, code == null ? "http-" + status : code));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            // the code as a number, as text that is a number, as the type, as Google's
            // status
            "400 | {\"error\":{\"code\":400,\"type\":\"BadRequestError\"}} | Rejection BadRequestError",
            "400 | {\"error\":{\"code\":\"400\",\"type\":\"budget_exceeded\"}} | Pause budget_exceeded",
            "400 | [{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\"}}] | Rejection INVALID_ARGUMENT",
            "402 | {\"error\":{\"type\":\"unknown_error\",\"code\":\"invalid_request_error\"}} | Pause invalid_request_error",
            // the error as text, as a list, as the whole body, as FastAPI's detail, with
            // Azure's inner error
            "400 | {\"error\":\"no such field\"} | Rejection http-400",
            "400 | {\"errors\":[{\"code\":7003}]} | Rejection http-400",
            "400 | {\"object\":\"error\",\"type\":\"BadRequestError\",\"code\":400} | Rejection BadRequestError",
            "422 | {\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"store\"]}]} | Rejection extra_forbidden",
            "422 | {\"detail\":\"no\"} | Rejection http-422",
            "400 | {\"error\":{\"code\":\"BadRequest\",\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}} | Final BadRequest",
            // inside a response with status 200
            "200 | {\"choices\":null,\"error\":{\"message\":\"no\",\"code\":429}} | SlowDown http-429",
            "200 | {\"id\":\"g\",\"error\":{\"message\":\"no\",\"code\":502}} | Retry http-502",
            "200 | {\"error\":{\"message\":\"no\",\"code\":\"401\"}} | Pause http-401",
            "200 | {\"error\":\"overloaded\"} | Retry http-500",
            "200 | {\"object\":\"error\",\"message\":\"no\",\"code\":400} | Rejection http-400",
            "200 | {\"choices\":[{\"error\":{\"code\":502,\"message\":\"no\"},\"finish_reason\":\"error\"}]} | Retry http-502",
            "200 | <html>Sign in</html> | Retry no-json", "200 | `` | Retry no-json"})
    void findsTheErrorWhereverItStands(int status, String body, String expected) {
        assertThat(found(status, body)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"true, 400, Retry http-400", "false, 500, Rejection http-500"})
    void listensToShouldRetry(String value, int status, String expected) {
        assertThat(found(thrown(status, "", "x-should-retry", value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"retry-after-ms | 1500 | 1500", "retry-after | 20 | 20000",
            "retry-after | 600 | 600000", "retry-after | 86400 | 600000", "retry-after-ms | 99999999999999 | 600000",
            "retry-after | Fri, 20 Nov 2026 10:15:00 GMT | 600000", "retry-after | 0.5 | 500",
            "retry-after | Fri, 20 Nov 2026 09:16:00 GMT | 60000",
            "retry-after | Fri, 20 Nov 2026 09:14:00 GMT | 0"})
    void readsHowLongToWait(String header, String value, long millis) {
        assertThat(thrown(429, "", header, value)).isInstanceOfSatisfying(LlmException.class,
                failure -> assertThat(failure.failure()).isInstanceOfSatisfying(SlowDown.class,
                        slower -> assertThat(slower.after()).isEqualTo(Duration.ofMillis(millis))));
    }

    @ParameterizedTest
    @CsvSource({"401, rolecall.llm.api-key", "402, the provider's account",
            "404, rolecall.llm.name or quarkus.rest-client.openai.url"})
    void saysWhereAnOperatorHasToLook(int status, String setting) {
        assertThat(thrown(status, "", "x", "y")).isInstanceOfSatisfying(LlmException.class,
                failure -> assertThat(((Pause) failure.failure()).setting()).isEqualTo(setting));
    }

    @Test
    void namesTheFieldThatTheProviderObjectsTo() {
        var byParam = thrown(400, "{\"error\":{\"param\":\"temperature\",\"message\":\"x\"}}", "x", "y");
        var byLoc = thrown(422, "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"store\"]}]}", "x", "y");

        assertThat(((Rejection) byParam).what().reason()).endsWith("status 400, param temperature");
        assertThat(((Rejection) byLoc).what().reason()).endsWith("status 422, param store");
    }

    @Test
    void keepsNothingOfAProvidersFreeText() {
        var quoting = "{\"error\":{\"message\":\"the text 'my name is Tom' is not allowed\",\"type\":\"my name is Tom\","
                + "\"param\":\"my name is Tom\",\"code\":7}}";

        var cause = ((Rejection) thrown(400, quoting, "x", "y")).what();

        assertThat(cause.toString()).doesNotContain("Tom");
        assertThat(cause.code()).isEqualTo("http-400");
    }

    private static String found(int status, String body) {
        return found(thrown(status, body, "x", "y"));
    }

    private static String found(Throwable thrown) {
        return switch (thrown) {
            case Rejection rejection -> "Rejection " + rejection.what().code();
            case LlmException known -> name(known.failure()) + " " + known.failure().code();
            default -> thrown.toString();
        };
    }

    private static String name(JobFailure failure) {
        return failure.getClass().getSimpleName();
    }

    private static Throwable thrown(int status, String body, String header, String value) {
        var headers = new MultivaluedHashMap<String, Object>();
        headers.add(header, value);
        return catchThrowable(() -> READ.completion(status, body, headers));
    }
}
