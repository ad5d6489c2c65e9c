package dev.rolecall.classifier.names.weighing;

import java.util.List;

/// How well the claim that a speaker bears a name is supported by the whole conversation.
///
/// @param weight from 0 to 1
/// @param turns numbers of the turns that speak for it, the strongest first
/// @param isIntroduced whether the speaker introduces themselves by it
/// @param objection why it cannot be believed whatever the weight
public record NameClaim(double weight, List<Integer> turns, boolean isIntroduced, Objection objection) {

    /// What stands against a name.
    public enum Objection {
        NONE,
        /// It contains no name, or is a redaction's tag.
        NOT_A_NAME,
        /// The conversation does not say it, or one of its words.
        NOT_SAID,
        /// The speaker introduces themselves by another name.
        INTRODUCED_BY_ANOTHER_NAME
    }

    static NameClaim impossible(Objection objection) {
        return new NameClaim(0, List.of(), false, objection);
    }
}
