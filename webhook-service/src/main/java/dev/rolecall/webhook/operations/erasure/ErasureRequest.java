package dev.rolecall.webhook.operations.erasure;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import dev.rolecall.webhook.problem.BadRequest;
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

    /// What kind of key it names, for the audit: never its value.
    ///
    /// @throws BadRequest if it names none or several
    String kind() {
        var named = Stream.of(transcriptId, requestId, tag, extra).filter(Objects::nonNull).count();
        if (named != 1 || (extra != null && extra.size() != 1)) {
            throw new BadRequest(
                    "Name exactly one of transcriptId, requestId, tag and extra (with one key) of what is to be erased.");
        }
        if (transcriptId != null) {
            return "transcript " + transcriptId;
        }
        return requestId != null ? "a request id" : tag != null ? "a tag" : "a key of extra";
    }
}
