package dev.rolecall.webhook.operations.selection;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import dev.rolecall.webhook.problem.BadRequest;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The transcripts that have one thing in common: exactly one of the four.
///
/// @param requestId Deepgram's; its transcript may not have come yet
/// @param tag all transcripts that have it now
/// @param extra all transcripts that have this key with this value in `extra` now; exactly one
public record TranscriptSelection(@Nullable UUID transcriptId, @Nullable String requestId, @Nullable String tag,
        @Nullable Map<String, String> extra) {

    /// @throws BadRequest if it names none or several
    public TranscriptSelection {
        var named = Stream.of(transcriptId, requestId, tag, extra).filter(Objects::nonNull).count();
        if (named != 1 || (extra != null && extra.size() != 1)) {
            throw new BadRequest(
                    "Name exactly one of transcriptId, requestId, tag and extra (with one key) of what is meant.");
        }
    }

    /// Whether it names one transcript.
    public boolean isOfOne() {
        return transcriptId != null || requestId != null;
    }

    /// What kind of key it names, for the audit: never its value.
    public String kind() {
        if (transcriptId != null) {
            return "transcript " + transcriptId;
        }
        return requestId != null ? "a request id" : tag != null ? "a tag" : "a key of extra";
    }

    /// In SQL, of a transcript `t`, with [#parameter] as `$1`.
    public String condition() {
        if (transcriptId != null) {
            return "t.id = $1";
        }
        return requestId != null ? "t.request_id = $1" : tag != null ? "t.tags @> ARRAY[$1::varchar]" : "t.extra @> $1";
    }

    /// The parameter of [#condition].
    public Object parameter() {
        if (transcriptId != null) {
            return transcriptId;
        }
        return requestId != null
                ? requestId
                : tag != null ? tag : new JsonObject(Map.<String, Object>copyOf(Objects.requireNonNull(extra)));
    }
}
