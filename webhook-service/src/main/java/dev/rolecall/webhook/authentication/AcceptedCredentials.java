package dev.rolecall.webhook.authentication;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// The credentials that are accepted: one, or two while callers change from the previous to the current one.
record AcceptedCredentials(List<HashedCredential> credentials) {

    /// Compares with every credential, so the time does not show which one matched.
    boolean contain(@Nullable HashedCredential presented) {
        var isAccepted = false;
        for (var credential : credentials) {
            isAccepted |= presented != null && credential.matches(presented);
        }
        return isAccepted;
    }
}
