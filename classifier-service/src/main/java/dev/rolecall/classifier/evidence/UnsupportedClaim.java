package dev.rolecall.classifier.evidence;

import java.util.Locale;

import dev.rolecall.classifier.conversation.Speaker;

/// A claim in the LLM's answer that the conversation does not support.
public record UnsupportedClaim(Speaker speaker, Kind kind) {

    /// What is unsupported.
    public enum Kind {
        ROLE("a role must cite at least one turn by that speaker; turns by others count only if they address the speaker "
                + "directly"),
        ROLE_OUTSIDE_SETTING("its role does not belong to the setting that you chose"),
        NAME("in the cited turns, neither does the speaker introduce themselves by this name, nor does an adjacent speaker "
                + "address them by it"),
        ROSTER_ENTRY("the roster entry is not the name that was spoken"),
        SAME_PERSON("one of the speakers has no turn among the evidence"),
        SEVERAL_PEOPLE("fewer than two of the cited turns are by this speaker");

        private final String forLlm;

        Kind(String forLlm) {
            this.forLlm = forLlm;
        }

        /// The value of the metric's tag.
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// For the LLM. Contains no transcript text.
    public String asText() {
        return "%s: %s".formatted(speaker.key(), kind.forLlm);
    }
}
