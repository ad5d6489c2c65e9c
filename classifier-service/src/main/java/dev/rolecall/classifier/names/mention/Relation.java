package dev.rolecall.classifier.names.mention;

/// Where a speaker stands to a mention of a name.
public enum Relation {
    /// Says it.
    SELF,
    /// Speaks right after and right before, or is the only other speaker.
    BOTH,
    NEXT, PREVIOUS,
    /// Speaks after the next turn, and not before.
    SECOND_NEXT, SECOND_PREVIOUS,
    /// Within four turns.
    NEAR_AFTER, NEAR_BEFORE, ELSEWHERE,
    /// Is not among the speakers.
    ABSENT
}
