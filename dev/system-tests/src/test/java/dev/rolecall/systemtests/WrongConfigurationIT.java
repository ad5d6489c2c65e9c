package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A wrong value or a misspelt name stops the start, and the last line of the log says what to correct.
class WrongConfigurationIT {

    @ParameterizedTest
    @CsvSource({"webhook-service, ROLECALL_AUTHENTICATION_PASSWORD, '', rolecall.authentication.password",
            "webhook-service, ROLECALL_READING_MAX_BODY_SIZE, huge, rolecall.reading.max-body-size",
            "webhook-service, ROLECALL_READING_MAX_BODY_SIZ, 1M, nearest is ROLECALL_READING_MAX_BODY_SIZE",
            "webhook-service, ROLECALL_REDING_TIMEOUT, 1s, nearest is ROLECALL_READING_TIMEOUT",
            "classifier-service, ROLECALL_CONCURRENCY_MAX_IN_FLIGHT, 0, rolecall.concurrency.max-in-flight",
            "classifier-service, ROLECALL_SETTLEMENT_DELAYS, 5s, rolecall.settlement.delays",
            "classifier-service, ROLECALL_LLM_TIMEOUT, soon, rolecall.llm.timeout",
            "classifier-service, ROLECALL_CONCURRENCY_ILL_AFTER, 1m, set it to at least PT1M30S",
            "classifier-service, ROLECALL_LLM_DENIED_HR, first, leaves no provider for these transcripts",
            "classifier-service, ROLECALL_LLM_TIMOUT, 1s, nearest is ROLECALL_LLM_TIMEOUT"})
    void stopsTheStartAndNamesTheSetting(String service, String variable, String value, String said)
            throws IOException {
        stopsTheStart(service, Map.of(variable, value), said);
    }

    @Test
    void stopsTheStartIfASpendLimitIsCountedInThePricesOfAnotherModel() throws IOException {
        stopsTheStart("classifier-service",
                Map.of("ROLECALL_BUDGET_USD_PER_DAY", "5", "ROLECALL_LLM_NAME", "mistral-small",
                        "ROLECALL_LLM_PRICE_INPUT", "0.2"),
                "set rolecall.llm.price.cached-input, rolecall.llm.price.output to what the provider charges");
    }

    private static void stopsTheStart(String service, Map<String, String> settings, String said) throws IOException {
        try (var stack = Stacks.fresh("wrong-configuration", settings)) {
            Files.deleteIfExists(stack.folder().log(service));
            var server = service.equals("webhook-service") ? stack.webhook() : stack.classifier();

            assertThatThrownBy(server::start).hasMessageContaining("while starting");

            assertThat(Files.readString(stack.folder().log(service))).contains(said);
        }
    }
}
