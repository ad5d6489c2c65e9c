package dev.rolecall.webhook.callback;

import static dev.rolecall.webhook.TestConfig.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class CallbackConfigTest {

    @Test
    void hasADefault() {
        assertThat(read(CallbackConfig.class, Map.of()).retryAfter()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void readsEveryKey() {
        var config = read(CallbackConfig.class, Map.of("rolecall.callback.retry-after", "7s"));

        assertThat(config.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }
}
