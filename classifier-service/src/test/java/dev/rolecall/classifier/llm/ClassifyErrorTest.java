package dev.rolecall.classifier.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import jakarta.ws.rs.core.MultivaluedHashMap;

import dev.rolecall.classifier.llm.JobFailure.Final;
import dev.rolecall.classifier.llm.JobFailure.Retry;
import dev.rolecall.classifier.llm.JobFailure.SlowDown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifyErrorTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:15:00Z");

    @ParameterizedTest
    @CsvSource({"408, , Retry", "409, , Retry", "500, , Retry", "502, , Retry", "503, , Retry", "504, , Retry",
            "429, rate_limit_exceeded, SlowDown", "429, slow_down, SlowDown", "429, insufficient_quota, Pause",
            "401, invalid_api_key, Pause", "403, , Pause", "404, model_not_found, Pause",
            "400, unsupported_parameter, Pause", "400, unsupported_value, Pause", "400, content_filter, Final",
            "400, context_length_exceeded, Final", "413, , Final", "422, , Final"})
    void sortsWhatProvidersAnswer(int status, String code, String kind) {
        var failure = ClassifyError.of(status, body(code), new MultivaluedHashMap<>(), NOW);

        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code == null ? "http-" + status : code);
    }

    @Test
    void listensToShouldRetry() {
        assertThat(ClassifyError.of(400, "", headers("x-should-retry", "true"), NOW)).isInstanceOf(Retry.class);
        assertThat(ClassifyError.of(500, "", headers("x-should-retry", "false"), NOW)).isInstanceOf(Final.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"retry-after-ms | 1500 | 1500", "retry-after | 20 | 20000",
            "retry-after | 0.5 | 500", "retry-after | Fri, 20 Nov 2026 09:16:00 GMT | 60000",
            "retry-after | Fri, 20 Nov 2026 09:14:00 GMT | 0"})
    void readsHowLongToWait(String header, String value, long millis) {
        var failure = ClassifyError.of(429, "", headers(header, value), NOW);

        assertThat(failure).isInstanceOfSatisfying(SlowDown.class,
                slower -> assertThat(slower.after()).isEqualTo(Duration.ofMillis(millis)));
    }

    @Test
    void keepsNothingOfAProvidersFreeText() {
        var quoting = "{\"error\":{\"message\":\"the text 'my name is Tom' is not allowed\",\"type\":\"my name is Tom\",\"code\":7}}";

        var failure = ClassifyError.of(400, quoting, new MultivaluedHashMap<>(), NOW);

        assertThat(failure.toString()).doesNotContain("Tom");
        assertThat(failure.code()).isEqualTo("http-400");
    }

    @Test
    void readsAProxysPageToo() {
        assertThat(ClassifyError.of(502, "<html>Bad Gateway</html>", new MultivaluedHashMap<>(), NOW))
                .isEqualTo(new Retry("http-502", "the LLM provider responded with status 502", null, null));
    }

    private static String body(String code) {
        return code == null ? "" : "{\"error\":{\"message\":\"x\",\"type\":\"t\",\"code\":\"%s\"}}".formatted(code);
    }

    private static MultivaluedHashMap<String, Object> headers(String name, String value) {
        var headers = new MultivaluedHashMap<String, Object>();
        headers.add(name, value);
        return headers;
    }
}
