package dev.rolecall.classifier.evidence;

import dev.rolecall.classifier.conversation.Speaker;

/// Something that a model's answer claims and the conversation does not bear out.
public record UnsupportedClaim(Speaker speaker, Kind kind) {

    /// What is wrong. The text is for the model, and quotes nothing that was said.
    public enum Kind {
        ROLE("a role wants turns of the speaker's own among its evidence, and no turn of another but one that addresses them"), ROLE_OUTSIDE_SETTING(
                "its role does not belong to the setting you named"), NAME(
                        "in its cited turns the name is neither how the speaker introduces themselves nor how somebody "
                                + "beside them addresses them"), ROSTER_ENTRY(
                                        "the roster's entry is not the name that was spoken"), SAME_PERSON(
                                                "not every one of the speakers has a turn of their own among the evidence"), SEVERAL_PEOPLE(
                                                        "fewer than two of the cited turns are the speaker's own");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    public String asText() {
        return "%s: %s".formatted(speaker.key(), kind.text);
    }
}
