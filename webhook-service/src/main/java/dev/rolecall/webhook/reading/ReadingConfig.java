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

    /// How many bytes of bodies up to 256 KB are read and stored at once, before compression. More wait unread, for up to
    /// 5 s.
    @WithDefault("24M")
    MemorySize smallBodies();

    /// The same for larger bodies, and for those without a Content-Length, which count as 1 MB. A body that is larger
    /// than this waits until it is alone.
    @WithDefault("48M")
    MemorySize largeBodies();

    /// How many bodies up to 256 KB are scanned, compressed and stored at once, for each core. With more, throughput
    /// falls.
    @WithDefault("16")
    @Min(1)
    int workPerCore();

    /// How long a body may take to arrive, from its headers to its last byte. After that it is answered with 408.
    @WithDefault("30s")
    Duration timeout();
}
