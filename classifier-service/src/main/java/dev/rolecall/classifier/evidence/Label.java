package dev.rolecall.classifier.evidence;

import java.util.List;

import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.roles.RoleSet;
import org.jspecify.annotations.Nullable;

/// Role and name of one speaker.
///
/// @param role one of the requested roles, or [RoleSet#UNKNOWN]
/// @param name as spoken; null if none was spoken
/// @param rosterEntry the roster's entry for `name`, as the caller writes it; null if there is none
/// @param confidence from 0 to 1: the LLM's own estimate; 1 for a role that the caller declares; the weight of a name that was
///        heard without a role
/// @param evidence numbers of the turns that show role and name
public record Label(Speaker speaker, String role, @Nullable String name, @Nullable String rosterEntry,
        double confidence,
        List<Integer> evidence) {

    public static Label unknown(Speaker speaker) {
        return new Label(speaker, RoleSet.UNKNOWN, null, null, 0, List.of());
    }

    boolean isKnown() {
        return !role.equals(RoleSet.UNKNOWN);
    }

    Label withoutRole() {
        return name == null
                ? unknown(speaker)
                : new Label(speaker, RoleSet.UNKNOWN, name, rosterEntry, confidence, evidence);
    }

    Label withoutName() {
        return isKnown() ? new Label(speaker, role, null, null, confidence, evidence) : unknown(speaker);
    }
}
