package dev.rolecall.classifier.names.weighing;

/// What all mentions of a name together say about the claim that it is one speaker's name. The weights are learnt by these
/// names, so a renamed sign needs new weights.
public enum Sign {
    /// How much likelier the mentions are if the name is this speaker's than if it is the likeliest other speaker's; log.
    AHEAD_OF_OTHERS,
    /// The same, against an absent person.
    AHEAD_OF_ABSENT,
    /// The speaker's share among all speakers and an absent person; log.
    SHARE,
    /// Of the mentions that speak of this speaker: the likeliest turn, the second likeliest, the mean of all mentions.
    BEST, SECOND_BEST, MEAN,
    /// How many mentions, up to 10; in how many turns, up to 6.
    MENTIONS, TURNS,
    /// Turns that likely speak of this speaker, up to 8, and the share of those that do not.
    FOR, AGAINST,
    /// The speaker introduces themselves by it.
    INTRODUCES_SELF,
    /// How often the speaker says it of another, up to 4.
    SAYS_IT_OF_ANOTHER,
    /// How well another name fits this speaker.
    HAS_ANOTHER_NAME,
    /// The share of the other speakers who say the name, and so do not bear it.
    SAID_BY_OTHERS,
    /// One of so many speakers; whether there are two.
    ONE_OF, TWO_SPEAKERS,
    /// [#AHEAD_OF_OTHERS], where it is positive, times [#BEST].
    CLEAR,
    /// The share of speakers whom the name fits better; whether it fits this speaker best.
    BETTER_SPEAKERS, FITS_BEST,
    /// The likeliest mention of another speaker.
    RIVAL,
    /// The speaker's share once every name has one bearer; log, and how far ahead of the next.
    ASSIGNED, ASSIGNED_AHEAD,
    /// The mean of an absent person.
    ABSENT;

    static final int COUNT = values().length;
}
