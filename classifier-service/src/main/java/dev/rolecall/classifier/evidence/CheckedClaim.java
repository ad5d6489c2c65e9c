package dev.rolecall.classifier.evidence;

import java.util.List;
import java.util.Locale;

import dev.rolecall.classifier.conversation.Speaker;
import org.jspecify.annotations.Nullable;

/// One claim about a speaker, with what became of it. All of them are stored with the result, so that a label can be
/// explained, and checked again without the LLM.
///
/// @param value the role, name or roster entry that is claimed; for [Kind#SAME_PERSON] the other speakers' keys
/// @param turns numbers of the turns that are cited for it
/// @param weight how well the whole conversation supports a name, from 0 to 1; null for other claims
/// @param reason why it is dropped; null if it is kept
public record CheckedClaim(Speaker speaker, Kind kind, String value, List<Integer> turns, @Nullable Double weight,
        @Nullable Reason reason) {

    /// What is claimed.
    public enum Kind {
        ROLE, NAME, ROSTER_ENTRY, SAME_PERSON, SEVERAL_PEOPLE,
        /// Not the LLM's: the caller declares the role of the speaker's channel.
        DECLARED_ROLE,
        /// Not the LLM's: the speaker introduces themselves by it.
        HEARD_NAME;

        /// In the result.
        public String text() {
            return kebab(name());
        }
    }

    /// Why a claim is dropped.
    public enum Reason {
        ROLE_NOT_SHOWN("a role must cite at least one turn by that speaker; turns by others count only if they address the "
                + "speaker directly"),
        ROLE_OUTSIDE_SETTING("its role does not belong to the setting that you chose"),
        ROLE_OF_REPEATED_SPEECH("another channel repeats this speaker's words, so the speakers cannot be told apart"),
        ROLE_DECLARED("the caller declares the role of the speaker's channel"),
        ROLE_CONTRADICTED("what the speakers say fits each other's role better"),
        ROLE_OF_SEVERAL_PEOPLE("the key is more than one person, or one person has keys with different roles"),
        ROLE_OF_ANOTHER_IN_THE_CHANNEL("the declared role is that of another speaker in the channel"),
        NAME_NOT_A_NAME("it is not a person's name"),
        NAME_NOT_SAID("the conversation does not say that name of this speaker"),
        NAME_CONTRADICTED("the speaker introduces themselves by another name"),
        NAME_NOT_CLEAR("the mentions of that name do not clearly mean this speaker"),
        NAME_OF_TWO("another speaker has the same name"),
        ROSTER_ENTRY_NOT_CLEAR("the roster entry is not the name that was spoken"),
        SAME_PERSON_NOT_SHOWN("one of the speakers has no turn among the evidence"),
        SEVERAL_PEOPLE_NOT_SHOWN("fewer than two of the cited turns are by this speaker");

        private final String forLlm;

        Reason(String forLlm) {
            this.forLlm = forLlm;
        }

        /// In the result, and the value of the metric's tag.
        public String text() {
            return kebab(name());
        }
    }

    private static String kebab(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether the LLM claims it.
    public boolean isOfTheLlm() {
        return kind != Kind.DECLARED_ROLE && kind != Kind.HEARD_NAME;
    }

    /// Whether it claims a role, or a name.
    boolean isAbout(Kind roleOrName) {
        return kind == roleOrName || kind == (roleOrName == Kind.ROLE ? Kind.DECLARED_ROLE : Kind.HEARD_NAME);
    }

    CheckedClaim dropped(Reason why) {
        return new CheckedClaim(speaker, kind, value, turns, weight, why);
    }

    public boolean isKept() {
        return reason == null;
    }

    /// For the LLM. Contains no transcript text.
    public String objection() {
        return "%s: %s".formatted(speaker.key(), reason == null ? "" : reason.forLlm);
    }
}
