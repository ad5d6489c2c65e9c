package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A wrong value stops the start, and the last thing it says names the key.
class WrongConfigurationIT {

    @ParameterizedTest
    @CsvSource({"webhook-service, ROLECALL_AUTHENTICATION_PASSWORD, '', rolecall.authentication.password",
            "webhook-service, ROLECALL_CALLBACK_MAX_BODY_SIZE, huge, rolecall.callback.max-body-size",
            "classifier-service, ROLECALL_QUEUE_MAX_IN_FLIGHT, 0, rolecall.queue.max-in-flight",
            "classifier-service, ROLECALL_QUEUE_DELAYS, 5s, rolecall.queue.delays",
            "classifier-service, ROLECALL_MODEL_TIMEOUT, soon, rolecall.model.timeout"})
    void stopsTheStartWithTheKeysName(String service, String variable, String value, String said) throws IOException {
        try (var stack = Stacks.fresh("wrong-configuration", Map.of(variable, value))) {
            Files.deleteIfExists(stack.folder().log(service));
            var server = service.equals("webhook-service") ? stack.webhook() : stack.classifier();

            assertThatThrownBy(server::start).hasMessageContaining("ended while starting");

            assertThat(Files.readString(stack.folder().log(service))).contains(said);
        }
    }
}
