package dev.rolecall.webhook.adoption.comparison;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What two results say about one transcript.
///
/// @param outcome of roles and names together
@Schema(requiredProperties = {"transcriptId", "outcome", "roles", "names", "speakers"})
public record Comparison(UUID transcriptId, Outcome outcome, Outcome roles, Outcome names, List<Speaker> speakers) {

    /// How two results compare. Letters of either case are the same.
    public enum Outcome {
        /// The same is known, of every speaker.
        SAME,
        /// The old one knows more, and nothing differs.
        ONLY_OLD,
        /// The new one knows more, and nothing differs.
        ONLY_NEW,
        /// Something differs, or each knows what the other does not.
        DIFFERENT,
        /// No speaker was found in the old one.
        UNREADABLE;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Outcome of(@Nullable String before, @Nullable String now) {
            if (before == null || now == null) {
                return before == null ? (now == null ? SAME : ONLY_NEW) : ONLY_OLD;
            }
            return before.equalsIgnoreCase(now) ? SAME : DIFFERENT;
        }

        private static Outcome of(Collection<Outcome> all) {
            var others = all.stream().filter(one -> one != SAME).distinct().toList();
            return switch (others.size()) {
                case 0 -> SAME;
                case 1 -> others.getFirst();
                default -> DIFFERENT;
            };
        }
    }

    /// @param speaker channel and number, for example `0:1`
    @Schema(name = "ComparedSpeaker", requiredProperties = "speaker")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Speaker(String speaker, @Nullable String oldRole, @Nullable String newRole, @Nullable String oldName,
            @Nullable String newName) {
        private static Speaker of(String speaker, SpeakerLabels.Label before, SpeakerLabels.Label now) {
            return new Speaker(speaker, before.role(), now.role(), before.name(), now.name());
        }

        private Outcome roles() {
            return Outcome.of(oldRole, newRole);
        }

        private Outcome names() {
            return Outcome.of(oldName, newName);
        }
    }

    /// @param before the result that is shown
    /// @param now the shadow's
    static Comparison of(UUID transcriptId, JsonNode before, JsonNode now) {
        var old = SpeakerLabels.of(before);
        var speakers = speakers(old, SpeakerLabels.of(now));
        if (old.isEmpty()) {
            return new Comparison(transcriptId, Outcome.UNREADABLE, Outcome.UNREADABLE, Outcome.UNREADABLE, speakers);
        }
        var roles = Outcome.of(speakers.stream().map(Speaker::roles).toList());
        var names = Outcome.of(speakers.stream().map(Speaker::names).toList());
        return new Comparison(transcriptId, Outcome.of(List.of(roles, names)), roles, names, speakers);
    }

    private static List<Speaker> speakers(Optional<SpeakerLabels> before, Optional<SpeakerLabels> now) {
        var keys = new TreeSet<String>();
        Stream.of(before, now).flatMap(Optional::stream).forEach(labels -> keys.addAll(labels.bySpeaker().keySet()));
        return keys.stream().map(key -> Speaker.of(key, labelOf(before, key), labelOf(now, key))).toList();
    }

    private static SpeakerLabels.Label labelOf(Optional<SpeakerLabels> labels, String speaker) {
        return labels.map(it -> it.of(speaker)).orElse(SpeakerLabels.Label.UNKNOWN);
    }
}
