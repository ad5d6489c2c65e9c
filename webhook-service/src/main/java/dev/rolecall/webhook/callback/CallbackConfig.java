package dev.rolecall.webhook.callback;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How callbacks are received.
@ConfigMapping(prefix = "rolecall.callback")
public interface CallbackConfig {
    /// Of a body, unzipped and before compression. Deepgram's own stay under 10 MB for three hours of audio; what is
    /// larger than this is answered with 413, which loses it.
    @WithDefault("64M")
    MemorySize maxBodySize();

    /// From where on a body is large: only so many of these are taken in at once.
    @WithDefault("2M")
    MemorySize largeBodySize();

    /// Large bodies at once; one more is answered with 503. PostgreSQL takes two of 20 MB at once in 234 ms at p99
    /// (FACTS), and each holds its compressed form in memory until it is stored.
    @WithDefault("4")
    @Min(1)
    int largeBodiesAtOnce();

    /// How long a body may take to arrive, from its headers to its last byte. Then it is answered with 408.
    @WithDefault("30s")
    Duration readTimeout();

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
