package dev.rolecall.classifier.llm.chat;

import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/// The same of the second provider, at `rolecall.llm.fallback.url`. Proxy, TLS and the like are set by
/// `quarkus.rest-client.fallback.*`.
@RegisterRestClient(configKey = "fallback")
public interface FallbackCompletions extends ChatCompletions {}
