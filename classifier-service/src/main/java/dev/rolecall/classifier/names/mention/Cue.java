package dev.rolecall.classifier.names.mention;

/// What can be observed about a mention of a name, and about a speaker in relation to it. The weights are learnt by these
/// names, so a renamed cue needs new weights.
@SuppressWarnings("EnumOrdinal")
public enum Cue {
    ALWAYS,
    // what stands before the name
    MY_NAME_IS,
    I_AM,
    THIS_IS,
    THAT_IS,
    GREETING,
    THANKS,
    HAND_OVER,
    GUEST,
    PREPOSITION,
    AND_OR,
    REPORT,
    AGREES,
    QUOTED,
    TITLE,
    EDGE_BEFORE,
    COMMA_BEFORE,
    SENTENCE_START,
    TURN_START,
    AFTER_FILLERS,
    // what stands after it
    POSSESSIVE,
    SPEAKING,
    QUESTION_AFTER,
    COMMA_AFTER,
    STOP_AFTER,
    BREAK_AFTER,
    VERB_AFTER,
    JOIN_AFTER,
    FROM_AFTER,
    YOU_AFTER,
    YOU_QUESTION_AFTER,
    I_AFTER,
    // how the name is set off
    SET_OFF,
    SET_OFF_AFTER,
    SET_OFF_BEFORE,
    INSIDE,
    ALONE,
    BEFORE_0,
    BEFORE_2,
    BEFORE_6,
    BEFORE_20,
    BEFORE_MORE,
    AFTER_0,
    AFTER_2,
    AFTER_6,
    AFTER_20,
    AFTER_MORE,
    // its sentence and turn
    TURN_ASKS,
    SENTENCE_ASKS,
    THIRD_PERSON,
    YOU_BEFORE_IT,
    YOU_BEHIND_IT,
    FULL_NAME,
    NO_CAPITALS,
    NOT_CAPITAL,
    IN_QUOTES,
    TWO_SPEAKERS,
    FEW_SPEAKERS,
    MANY_SPEAKERS,
    BY_THE_CHAIR,
    // conclusions
    INTRODUCES_SELF,
    SPEAKS_AS,
    ANSWERS_WITH_NAME,
    ROUND_OF_NAMES,
    // how the speaker answers
    NEXT_SAYS_YES,
    NEXT_THANKS,
    NEXT_IS_GLAD,
    NEXT_SAYS_I,
    NEXT_INTRODUCES,
    NEXT_IS_NEW,
    NEXT_2,
    NEXT_8,
    NEXT_40,
    NEXT_MORE,
    BETWEEN_2,
    BETWEEN_8,
    BETWEEN_40,
    BETWEEN_MORE,
    SECOND_2,
    SECOND_8,
    SECOND_40,
    SECOND_MORE,
    SECOND_IS_NEW,
    // who speaks most in the turns after and before
    MOST_AFTER,
    MOST_BEFORE,
    AFTER_AT_LENGTH,
    BEFORE_AT_LENGTH,
    // how the speaker came before
    PREVIOUS_2,
    PREVIOUS_8,
    PREVIOUS_40,
    PREVIOUS_MORE,
    PREVIOUS_ASKS,
    PREVIOUS_LEAVES,
    NOT_YET_HEARD,
    NOT_HEARD_AGAIN,
    SHARE_5,
    SHARE_20,
    SHARE_40,
    SHARE_MORE;

    private static final int COUNT = values().length;
    /// Number of codes of single cues and of pairs.
    public static final int CODES = COUNT * (COUNT + 1);

    /// The number of this cue among all cues and pairs.
    public int code() {
        return ordinal() * (COUNT + 1);
    }

    public int with(Cue other) {
        return code() + 1 + other.ordinal();
    }

    /// The reverse of [#code] and [#with]: `THANKS` or `THANKS*BEFORE_0`.
    public static String nameOf(int code) {
        var one = values()[code / (COUNT + 1)].name();
        var rest = code % (COUNT + 1);
        return rest == 0 ? one : one + "*" + values()[rest - 1].name();
    }

    /// The reverse of [#nameOf].
    ///
    /// @throws IllegalArgumentException if there is no such cue
    public static int codeOf(String name) {
        var parts = name.split("\\*", 2);
        return parts.length == 1 ? valueOf(name).code() : valueOf(parts[0]).with(valueOf(parts[1]));
    }
}
