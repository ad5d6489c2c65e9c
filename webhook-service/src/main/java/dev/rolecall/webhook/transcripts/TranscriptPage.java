package dev.rolecall.webhook.transcripts;

import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A page of the list, newest first.
///
/// @param next what to give as `before` to get the page after this one; null on the last
@JsonInclude(JsonInclude.Include.NON_NULL)
record TranscriptPage(List<Transcript> transcripts, @Nullable UUID next) {

    static TranscriptPage of(List<Transcript> transcripts, int limit) {
        return new TranscriptPage(transcripts, transcripts.size() < limit ? null : transcripts.getLast().id());
    }
}
