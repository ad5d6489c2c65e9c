package dev.rolecall.webhook.reading;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Limits on the bodies that are read.
@ConfigMapping(prefix = "rolecall.reading")
interface ReadingConfig {
    /// Maximum size of a body, unzipped and before compression. Deepgram's bodies stay under 10 MB for three hours of
    /// audio. A larger body is answered with 413, and Deepgram loses the transcript.
    @WithDefault("64M")
    MemorySize maxBodySize();

    /// Size from which a body counts as large: only a limited number of large bodies is read at once.
    @WithDefault("2M")
    MemorySize largeBodySize();

    /// How many large bodies are read at once; one more is answered with 503. Two inserts of 20 MB at once take
    /// PostgreSQL 234 ms at p99 on two cores, and each body holds its compressed form in memory until it is stored.
    @WithDefault("4")
    @Min(1)
    int largeBodiesAtOnce();

    /// How long a body may take to arrive, from its headers to its last byte. After that it is answered with 408.
    @WithDefault("30s")
    Duration timeout();
}
