package dev.rolecall.webhook.reprocessing;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What became of several bodies that were reprocessed.
final class Reprocessed {
    /// Number of bodies that are transcripts now.
    @JsonProperty
    int stored;
    /// Bodies that stay in quarantine: SHA-256 in hex, and the reason.
    @JsonProperty
    final Map<String, String> left = new TreeMap<>();

    void add(Map.Entry<String, Optional<String>> body) {
        body.getValue().ifPresentOrElse(objection -> left.put(body.getKey(), objection), () -> stored++);
    }
}
