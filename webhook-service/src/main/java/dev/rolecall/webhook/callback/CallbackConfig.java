package dev.rolecall.webhook.callback;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How callbacks are answered.
@ConfigMapping(prefix = "rolecall.callback")
interface CallbackConfig {
    /// Value of Retry-After in a 503. Deepgram ignores it and waits 30 s; other clients may use it.
    @WithDefault("5s")
    Duration retryAfter();
}
