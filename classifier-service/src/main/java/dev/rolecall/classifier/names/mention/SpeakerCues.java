package dev.rolecall.classifier.names.mention;

import java.util.EnumSet;
import java.util.Set;

import dev.rolecall.classifier.names.text.CuePhrases;
import dev.rolecall.classifier.names.text.PhrasesAround;
import dev.rolecall.classifier.names.text.Speech;

/// Observes where a speaker stands to a mention, and how the speaker answers it.
@SuppressWarnings("EnumOrdinal")
final class SpeakerCues {
    /// Cues of the mention that count together with the answer to it.
    private static final Set<Cue> WITH_ANSWER = EnumSet.of(Cue.SET_OFF, Cue.SET_OFF_AFTER, Cue.SET_OFF_BEFORE,
            Cue.INSIDE,
            Cue.THANKS, Cue.GREETING, Cue.QUESTION_AFTER, Cue.ALONE, Cue.HAND_OVER, Cue.GUEST, Cue.YOU_AFTER,
            Cue.YOU_QUESTION_AFTER, Cue.REPORT);
    private static final Set<Cue> ANSWERS = EnumSet.range(Cue.NEXT_SAYS_YES, Cue.BEFORE_AT_LENGTH);
    private static final Set<Cue> BEFORE = EnumSet.range(Cue.PREVIOUS_2, Cue.PREVIOUS_LEAVES);
    private static final int ANSWER = 12;
    /// In turns.
    private static final int AROUND = 6;
    /// In words.
    private static final int LONG = 40;

    private final Speech speech;
    private final int turn;
    private final int speaker;
    private final EnumSet<Cue> cues = EnumSet.noneOf(Cue.class);

    private SpeakerCues(Speech speech, int turn, int speaker) {
        this.speech = speech;
        this.turn = turn;
        this.speaker = speaker;
    }

    static Relation relation(Speech speech, int turn, int speaker) {
        if (speech.speakerOf(turn) == speaker) {
            return Relation.SELF;
        }
        if (speech.speakers().size() == 2) {
            // the other one, even before the first and after the last turn
            return Relation.BOTH;
        }
        var isNext = speech.speakerOf(turn + 1) == speaker;
        var isPrevious = speech.speakerOf(turn - 1) == speaker;
        if (isNext || isPrevious) {
            return isNext && isPrevious ? Relation.BOTH : isNext ? Relation.NEXT : Relation.PREVIOUS;
        }
        return speech.speakerOf(turn + 2) == speaker
                ? Relation.SECOND_NEXT
                : speech.speakerOf(turn - 2) == speaker
                        ? Relation.SECOND_PREVIOUS
                        : isAmong(speech, turn + 3, turn + 4, speaker)
                                ? Relation.NEAR_AFTER
                                : isAmong(speech, turn - 4, turn - 3, speaker)
                                        ? Relation.NEAR_BEFORE
                                        : Relation.ELSEWHERE;
    }

    private static boolean isAmong(Speech speech, int from, int to, int speaker) {
        return speech.speakerOf(from) == speaker || speech.speakerOf(to) == speaker;
    }

    /// The codes of the cues, alone and together with those of the mention.
    static Codes codes(Speech speech, int turn, int speaker, Relation relation, Set<Cue> mention) {
        var cues = new SpeakerCues(speech, turn, speaker).observe(relation);
        var codes = new Codes();
        for (var cue : cues) {
            codes.add(cue.code());
            if (ANSWERS.contains(cue) || BEFORE.contains(cue)) {
                mention.stream().filter(WITH_ANSWER::contains).forEach(kind -> codes.add(kind.with(cue)));
            }
        }
        return codes;
    }

    private EnumSet<Cue> observe(Relation relation) {
        switch (relation) {
            case SELF, ABSENT -> {
                return cues;
            }
            case NEXT -> next();
            case BOTH -> {
                next();
                previous();
            }
            case PREVIOUS -> previous();
            case SECOND_NEXT -> {
                cues.add(length(turn + 1, Cue.BETWEEN_2));
                cues.add(length(turn + 2, Cue.SECOND_2));
                add(Cue.SECOND_IS_NEW, speech.firstTurnOf(speaker) == turn + 2);
            }
            case ELSEWHERE -> {
                add(Cue.NOT_YET_HEARD, speech.firstTurnOf(speaker) > turn);
                add(Cue.NOT_HEARD_AGAIN, speech.lastTurnOf(speaker) < turn);
            }
            case SECOND_PREVIOUS, NEAR_AFTER, NEAR_BEFORE -> {
                // too far away to be an answer
            }
        }
        around();
        var share = speech.share(speaker);
        cues.add(share < 0.05 ? Cue.SHARE_5 : share < 0.2 ? Cue.SHARE_20 : share < 0.4 ? Cue.SHARE_40 : Cue.SHARE_MORE);
        return cues;
    }

    private void next() {
        if (speech.speakerOf(turn + 1) != speaker) {
            return;
        }
        var tokens = speech.tokens(turn + 1);
        PhrasesAround.after(tokens, 0, (phrase, _) -> {
            switch (phrase) {
                case YES_NO -> cues.add(Cue.NEXT_SAYS_YES);
                case GLAD -> cues.add(Cue.NEXT_IS_GLAD);
                default -> {
                    // no answer
                }
            }
        });
        PhrasesAround.after(tokens, CuePhrases.afterFillers(tokens, 0),
                (phrase, _) -> add(Cue.NEXT_SAYS_I, phrase == CuePhrases.I));
        var beginning = tokens.subList(0, Math.min(tokens.size(), ANSWER));
        add(Cue.NEXT_THANKS, PhrasesAround.thanks(beginning));
        add(Cue.NEXT_INTRODUCES, PhrasesAround.introducesSomebody(beginning));
        add(Cue.NEXT_IS_NEW, speech.firstTurnOf(speaker) == turn + 1);
        cues.add(length(turn + 1, Cue.NEXT_2));
    }

    /// Listeners interrupt with a word or two, so the neighbour is often not who is spoken to.
    private void around() {
        var after = speech.most(turn + 1, turn + AROUND, speech.speakerOf(turn));
        add(Cue.MOST_AFTER, after.speaker() == speaker);
        add(Cue.AFTER_AT_LENGTH, after.speaker() == speaker && after.words() > LONG);
        var before = speech.most(turn - AROUND, turn - 1, speech.speakerOf(turn));
        add(Cue.MOST_BEFORE, before.speaker() == speaker);
        add(Cue.BEFORE_AT_LENGTH, before.speaker() == speaker && before.words() > LONG);
    }

    private void previous() {
        if (speech.speakerOf(turn - 1) != speaker) {
            return;
        }
        cues.add(length(turn - 1, Cue.PREVIOUS_2));
        add(Cue.PREVIOUS_LEAVES, speech.lastTurnOf(speaker) == turn - 1);
        add(Cue.PREVIOUS_ASKS, speech.asks(turn - 1));
    }

    /// @param two the first of four cues: up to 2, 8, 40 words, and more
    private Cue length(int turn, Cue two) {
        var words = speech.tokens(turn).size();
        return Cue.values()[two.ordinal() + (words <= 2 ? 0 : words <= 8 ? 1 : words <= 40 ? 2 : 3)];
    }

    private void add(Cue cue, boolean isThere) {
        if (isThere) {
            cues.add(cue);
        }
    }
}
