package dev.rolecall.webhook.callback;

import java.time.Duration;

import jakarta.validation.constraints.NotBlank;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How callbacks are received.
@ConfigMapping(prefix = "rolecall.callback")
interface CallbackConfig {
    /// Of Basic Auth, as it stands in the callback URL that Deepgram was given.
    @NotBlank
    String username();

    @NotBlank
    String password();

    /// Of a body before compression. Deepgram's own bodies stay under 10 MB for three hours of audio; what is larger
    /// than this is answered with 413, which loses it.
    @WithDefault("64M")
    MemorySize maxBodySize();

    /// How long PostgreSQL may be silent before a callback is answered with 503.
    @WithDefault("1800ms")
    Duration silenceTimeout();

    /// How long a callback may wait for a PostgreSQL that is busy with others. Deepgram gives up after 10 s.
    @WithDefault("8s")
    Duration busyTimeout();

    /// What a 503 asks for. Deepgram waits 30 s whatever it says; others may listen.
    @WithDefault("5s")
    Duration retryAfter();
}
