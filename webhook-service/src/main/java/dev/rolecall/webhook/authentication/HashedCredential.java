package dev.rolecall.webhook.authentication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The SHA-256 of a credential. The credential itself is not kept after it has been read, and all comparisons have the
/// same length.
@SuppressWarnings("ArrayRecordComponent") // a hash, only compared by matches
public record HashedCredential(byte[] sha256) {

    /// @param clear a secret, or `user:password`
    public static HashedCredential of(String clear) {
        return of(clear.getBytes(UTF_8));
    }

    static HashedCredential of(byte[] clear) {
        try {
            return new HashedCredential(MessageDigest.getInstance("SHA-256").digest(clear));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// In constant time, wherever the two differ.
    boolean matches(HashedCredential other) {
        return MessageDigest.isEqual(sha256, other.sha256);
    }

    /// Does not show the hash.
    @Override
    public String toString() {
        return "HashedCredential";
    }
}
