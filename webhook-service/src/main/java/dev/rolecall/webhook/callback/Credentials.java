package dev.rolecall.webhook.callback;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jspecify.annotations.Nullable;

/// Basic Auth (RFC 7617), the way Deepgram authenticates a callback. Its `dg-token` header is no longer supported for
/// that (changelog of 2026-10-27) and not looked at.
@ApplicationScoped
class Credentials {
    private static final String SCHEME = "Basic ";

    private final byte[] expected;

    @Inject
    Credentials(CallbackConfig config) {
        this(config.username(), config.password());
    }

    Credentials(String username, String password) {
        expected = (username + ":" + password).getBytes(UTF_8);
    }

    /// Takes the same time for every wrong password of the same length.
    boolean areIn(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(expected, decode(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }
}
