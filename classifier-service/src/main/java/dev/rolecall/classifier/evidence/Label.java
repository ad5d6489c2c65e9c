package dev.rolecall.classifier.evidence;

import java.util.List;

import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.prompt.Prompt;
import org.jspecify.annotations.Nullable;

/// Who one speaker is said to be.
///
/// @param role one of those asked for, or "unknown"
/// @param name as it was spoken; null if none was
/// @param rosterEntry the known name that `name` is, as the caller writes it; null if it is none of them
/// @param confidence the model's own, from 0 to 1
/// @param evidence numbers of the turns that show it
public record Label(Speaker speaker, String role, @Nullable String name, @Nullable String rosterEntry,
        double confidence,
        List<Integer> evidence) {

    public static Label unknown(Speaker speaker) {
        return new Label(speaker, Prompt.UNKNOWN, null, null, 0, List.of());
    }

    boolean isKnown() {
        return !role.equals(Prompt.UNKNOWN);
    }
}
