package dev.rolecall.webhook.authentication;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// The proofs that are live now: one, or two while callers move from one to the other.
record AcceptedCredentials(List<HashedCredential> proofs) {

    /// Compares with every one, so that the time tells nothing of which it was.
    boolean has(@Nullable HashedCredential shown) {
        var isAccepted = false;
        for (var proof : proofs) {
            isAccepted |= shown != null && proof.isSame(shown);
        }
        return isAccepted;
    }
}
