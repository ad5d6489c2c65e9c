package dev.rolecall.webhook.ingestion;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import dev.rolecall.contract.Status;
import dev.rolecall.webhook.body.Body;
import org.jspecify.annotations.Nullable;

/// A stored transcript that a body may belong to.
///
/// @param requestId Deepgram's; null until Deepgram has assigned one
/// @param hashes SHA-256 of every body that the transcript has had
/// @param isErased whether nothing is stored of it any more: it was erased, or its body dropped by retention
public record ExistingTranscript(UUID id, @Nullable String requestId, Status status, int job, List<byte[]> hashes,
        boolean isErased) {

    /// The job that starts when a body replaces the present one: a new job if there was a body before.
    int nextJob() {
        return hashes.isEmpty() ? job : job + 1;
    }

    public boolean hasHad(Body body) {
        return hashes.stream().anyMatch(hash -> Arrays.equals(hash, body.sha256()));
    }
}
