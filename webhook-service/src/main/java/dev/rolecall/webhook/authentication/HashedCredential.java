package dev.rolecall.webhook.authentication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Something only the right caller knows, as its SHA-256: what was sent goes no further than where it was read, and all
/// comparisons are of one length.
@SuppressWarnings("ArrayRecordComponent") // a hash, compared by isSame alone
public record HashedCredential(byte[] sha256) {

    /// Of a secret, or of `user:password`.
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

    /// In the same time, wherever they differ.
    boolean isSame(HashedCredential other) {
        return MessageDigest.isEqual(sha256, other.sha256);
    }

    /// Says nothing of what it is a hash of.
    @Override
    public String toString() {
        return "Proof";
    }
}
