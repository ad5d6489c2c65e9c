package dev.rolecall.webhook.operations.erasure;

import java.util.Map;
import java.util.UUID;

import dev.rolecall.webhook.operations.selection.TranscriptSelection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is to be erased: exactly one of the first four.
///
/// @param requestId Deepgram's; its transcript may not have come yet
/// @param tag all transcripts that have it now
/// @param extra all transcripts that have this key with this value in `extra` now; exactly one
/// @param dryRun true to only count
@Schema(name = "ErasureRequest")
record ErasureRequest(@Nullable UUID transcriptId, @Nullable String requestId, @Nullable String tag,
        @Nullable Map<String, String> extra, boolean dryRun) {

    /// Fails with `BadRequest` if it names none or several.
    TranscriptSelection selection() {
        return new TranscriptSelection(transcriptId, requestId, tag, extra);
    }
}
