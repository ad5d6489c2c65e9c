package dev.rolecall.webhook.warmup;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What a pod does before it is ready.
@ConfigMapping(prefix = "rolecall.warm-up")
interface WarmUpConfig {
    /// How long a pod sends callbacks to itself before it is ready. They are handled like Deepgram's, and store nothing.
    /// `0s` for none: where no other pod answers meanwhile, every second counts.
    @WithDefault("10s")
    Duration duration();
}
