package dev.rolecall.webhook.operations.mirror;

import static dev.rolecall.webhook.TestConfig.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class DeadLetterConfigTest {

    @Test
    void hasDefaults() {
        assertThat(read(DeadLetterConfig.class, Map.of()).maxReplays()).isEqualTo(3);
    }

    @Test
    void readsEveryKey() {
        var config = read(DeadLetterConfig.class, Map.of("rolecall.dead-letters.max-replays", "7"));

        assertThat(config.maxReplays()).isEqualTo(7);
    }
}
