package dev.rolecall.webhook.keys;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/// An API key that a request presents.
final class ApiKeyRequest extends BaseAuthenticationRequest {
    private final String key;

    ApiKeyRequest(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}
