package dev.rolecall.webhook.authentication;

import java.util.Base64;

import org.jspecify.annotations.Nullable;

/// Reads HTTP Basic Auth (RFC 7617).
final class BasicAuth {
    private static final String SCHEME = "Basic ";

    private BasicAuth() {}

    /// @param authorization the header as received
    /// @return null if the header is absent, has another scheme, or is not Base64
    static @Nullable HashedCredential in(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        try {
            return HashedCredential.of(Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip()));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
