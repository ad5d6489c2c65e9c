package dev.rolecall.webhook.operations.synthetic;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Transcripts of Rolecall's own, which are sent as Deepgram sends them.
@ConfigMapping(prefix = "rolecall.synthetic")
interface SyntheticConfig {
    /// The callback URL that Deepgram is given, with user and password: `https://USER:PASSWORD@HOST/callback`. Without it, none is
    /// sent. Not possible with `rolecall.authentication.mode=secret`.
    Optional<URI> url();

    /// How often one is sent. Each costs one small call to the LLM.
    @WithDefault("5m")
    Duration interval();

    /// How long it may take until it is labelled.
    @WithDefault("2m")
    Duration patience();
}
