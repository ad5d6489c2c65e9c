package dev.rolecall.classifier.names.mention;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.rolecall.classifier.names.text.CuePhrases;
import dev.rolecall.classifier.names.text.PhrasesAround;
import dev.rolecall.classifier.names.text.Speech;
import dev.rolecall.classifier.names.text.Token;
import dev.rolecall.classifier.names.text.Token.Gap;

/// Observes what stands around a mention of a name.
@SuppressWarnings("EnumOrdinal")
final class MentionCues {
    private static final int ALONE = 3;
    private static final int SHORT = 4;
    /// How many turns before and after a bare name are searched for introductions, as in a round of names.
    private static final int ROUND = 4;
    private static final int FEW_SPEAKERS = 4;
    private static final double CHAIR = 0.33;
    /// Cues that count together with the place in the turn.
    private static final Set<Cue> WITH_PLACE = EnumSet.of(Cue.SET_OFF, Cue.SET_OFF_AFTER, Cue.SET_OFF_BEFORE,
            Cue.INSIDE,
            Cue.THANKS, Cue.GREETING, Cue.HAND_OVER, Cue.QUESTION_AFTER, Cue.YOU_QUESTION_AFTER, Cue.YOU_AFTER,
            Cue.ALONE, Cue.FULL_NAME);
    /// Cues that mean more, or something else, where there are two speakers: "this is Tom" introduces nobody else.
    private static final Set<Cue> WITH_TWO_SPEAKERS = EnumSet.of(Cue.SET_OFF, Cue.SET_OFF_AFTER, Cue.SET_OFF_BEFORE,
            Cue.INSIDE, Cue.THIS_IS, Cue.THAT_IS, Cue.GREETING, Cue.THANKS, Cue.HAND_OVER, Cue.GUEST, Cue.VERB_AFTER,
            Cue.FROM_AFTER, Cue.JOIN_AFTER, Cue.REPORT, Cue.PREPOSITION, Cue.THIRD_PERSON, Cue.NO_CAPITALS);
    private static final Set<Cue> PLACES = EnumSet.range(Cue.BEFORE_0, Cue.AFTER_MORE);

    private final Speech speech;
    private final Mention mention;
    private final List<Token> tokens;
    private final EnumSet<Cue> cues = EnumSet.of(Cue.ALWAYS);

    private MentionCues(Speech speech, Mention mention) {
        this.speech = speech;
        this.mention = mention;
        this.tokens = speech.tokens(mention.turn());
    }

    static EnumSet<Cue> of(Speech speech, Mention mention) {
        return new MentionCues(speech, mention).observe();
    }

    /// The codes of the cues, alone and where they count together.
    static Codes codes(Set<Cue> cues) {
        var codes = new Codes();
        for (var cue : cues) {
            codes.add(cue.code());
            if (WITH_TWO_SPEAKERS.contains(cue) && cues.contains(Cue.TWO_SPEAKERS)) {
                codes.add(cue.with(Cue.TWO_SPEAKERS));
            }
            if (WITH_PLACE.contains(cue)) {
                cues.stream().filter(PLACES::contains).forEach(place -> codes.add(cue.with(place)));
            }
        }
        return codes;
    }

    private EnumSet<Cue> observe() {
        before();
        after();
        setOff();
        place();
        sentence();
        speakers();
        conclusions();
        return cues;
    }

    private void before() {
        var title = PhrasesAround.beforeTitles(tokens, mention.from());
        add(Cue.TITLE, title < mention.from());
        var fillers = PhrasesAround.before(tokens, title, (cue, isNewSentence) -> {
            switch (cue) {
                case MY_NAME_IS -> add(Cue.MY_NAME_IS, !isNewSentence);
                case I_AM -> add(Cue.I_AM, !isNewSentence);
                case THIS_IS -> add(Cue.THIS_IS, !isNewSentence);
                case THAT_IS -> add(Cue.THAT_IS, !isNewSentence);
                case GREETINGS -> cues.add(Cue.GREETING);
                case THANKS -> cues.add(Cue.THANKS);
                case HAND_OVERS -> cues.add(Cue.HAND_OVER);
                case GUESTS -> add(Cue.GUEST, !isNewSentence);
                case PREPOSITIONS -> add(Cue.PREPOSITION, !isNewSentence);
                case AND_OR -> add(Cue.AND_OR, !isNewSentence);
                case REPORTS -> add(Cue.REPORT, !isNewSentence);
                case AGREES -> add(Cue.AGREES, !isNewSentence);
                default -> {
                    // stands elsewhere
                }
            }
        });
        add(Cue.I_AM, PhrasesAround.isRoleOfTheSpeaker(tokens, title));
        var gap = tokens.get(title).before();
        add(Cue.EDGE_BEFORE, gap != Gap.NONE);
        add(Cue.COMMA_BEFORE, gap == Gap.COMMA);
        add(Cue.SENTENCE_START, gap.endsASentence());
        add(Cue.TURN_START, title == 0);
        add(Cue.AFTER_FILLERS, tokens.get(fillers).before().endsASentence());
        add(Cue.IN_QUOTES, isInQuotes());
        add(Cue.QUOTED, PhrasesAround.isQuoted(tokens, title));
    }

    private boolean isInQuotes() {
        var text = speech.turn(mention.turn()).text();
        var open = 0;
        for (var i = 0; i < tokens.get(mention.from()).start(); i++) {
            switch (text.charAt(i)) {
                case '"' -> open = 1 - open;
                case '“', '«', '„' -> open = 1;
                case '”', '»' -> open = 0;
                default -> {
                    // no quotation mark
                }
            }
        }
        return open == 1;
    }

    private void after() {
        add(Cue.POSSESSIVE, tokens.get(mention.to() - 1).isPossessive());
        var gap = gapAfter();
        add(Cue.QUESTION_AFTER, gap == Gap.QUESTION);
        add(Cue.COMMA_AFTER, gap == Gap.COMMA);
        add(Cue.STOP_AFTER, gap == Gap.STOP);
        add(Cue.BREAK_AFTER, gap == Gap.BREAK);
        var isJoined = gap == Gap.NONE;
        PhrasesAround.after(tokens, mention.to(), (cue, _) -> {
            switch (cue) {
                case SPEAKING -> add(Cue.SPEAKING, isJoined || gap == Gap.COMMA);
                case VERBS_AFTER -> add(Cue.VERB_AFTER, isJoined);
                case JOINS_AFTER -> add(Cue.JOIN_AFTER, isJoined);
                case FROM_AFTER -> add(Cue.FROM_AFTER, isJoined || gap == Gap.COMMA);
                case I -> add(Cue.I_AFTER, isJoined || gap == Gap.COMMA);
                default -> {
                    // stands elsewhere
                }
            }
        });
        PhrasesAround.after(tokens, CuePhrases.afterFillers(tokens, mention.to()), (cue, _) -> {
            switch (cue) {
                case YOU_AFTER -> cues.add(Cue.YOU_AFTER);
                case QUESTIONS -> add(Cue.YOU_QUESTION_AFTER, PhrasesAround.saysYouSoon(tokens, mention.to()));
                default -> {
                    // stands elsewhere
                }
            }
        });
    }

    private Gap gapAfter() {
        return mention.to() < tokens.size() ? tokens.get(mention.to()).before() : endOfTurn();
    }

    private Gap endOfTurn() {
        return speech.asks(mention.turn()) ? Gap.QUESTION : Gap.STOP;
    }

    private void setOff() {
        var before = cues.contains(Cue.EDGE_BEFORE) || cues.contains(Cue.GREETING) || cues.contains(Cue.THANKS)
                || cues.contains(Cue.AFTER_FILLERS);
        var after = gapAfter() != Gap.NONE;
        cues.add(before && after
                ? Cue.SET_OFF
                : after
                        ? Cue.SET_OFF_AFTER
                        : before
                                ? Cue.SET_OFF_BEFORE
                                : Cue.INSIDE);
    }

    private void place() {
        cues.add(bucket(mention.from(), Cue.BEFORE_0));
        cues.add(bucket(tokens.size() - mention.to(), Cue.AFTER_0));
    }

    /// @param zero the first of five cues: 0, up to 2, up to 6, up to 20 words, and more
    private static Cue bucket(int words, Cue zero) {
        var step = words == 0 ? 0 : words <= 2 ? 1 : words <= 6 ? 2 : words <= 20 ? 3 : 4;
        return Cue.values()[zero.ordinal() + step];
    }

    private void sentence() {
        var start = mention.from();
        while (start > 0 && !tokens.get(start).before().endsASentence()) {
            start--;
        }
        var end = mention.to();
        while (end < tokens.size() && !tokens.get(end).before().endsASentence()) {
            end++;
        }
        add(Cue.ALONE, end - start <= ALONE);
        add(Cue.TURN_ASKS, speech.asks(mention.turn()));
        add(Cue.SENTENCE_ASKS,
                end < tokens.size() ? tokens.get(end).before() == Gap.QUESTION : speech.asks(mention.turn()));
        add(Cue.THIRD_PERSON, PhrasesAround.isIn(tokens, start, end, CuePhrases.THIRD_PERSON));
        add(Cue.YOU_BEFORE_IT, PhrasesAround.isIn(tokens, start, mention.from(), CuePhrases.YOU));
        add(Cue.YOU_BEHIND_IT, PhrasesAround.isIn(tokens, mention.to(), end, CuePhrases.YOU));
        add(Cue.FULL_NAME, mention.words().size() > 1);
        var isLowerCase = Character.isLowerCase(
                speech.turn(mention.turn()).text().codePointAt(tokens.get(mention.from()).start()));
        add(Cue.NO_CAPITALS, isLowerCase && tokens.stream().noneMatch(Token::isCapital));
        add(Cue.NOT_CAPITAL, isLowerCase);
    }

    private void speakers() {
        var count = speech.speakers().size();
        cues.add(count == 2 ? Cue.TWO_SPEAKERS : count <= FEW_SPEAKERS ? Cue.FEW_SPEAKERS : Cue.MANY_SPEAKERS);
        add(Cue.BY_THE_CHAIR, speech.share(speech.speakerOf(mention.turn())) >= CHAIR);
    }

    private void conclusions() {
        var isSelf = cues.contains(Cue.MY_NAME_IS) || (cues.contains(Cue.I_AM) && !cues.contains(Cue.VERB_AFTER)
                && !cues.contains(Cue.POSSESSIVE));
        add(Cue.INTRODUCES_SELF, isSelf);
        add(Cue.SPEAKS_AS, cues.contains(Cue.SPEAKING) && (cues.contains(Cue.EDGE_BEFORE) || cues.contains(Cue.I_AM)
                || cues.contains(Cue.THIS_IS)));
        var isBare = tokens.size() - mention.to() <= SHORT && CuePhrases.afterFillers(tokens, 0) >= mention.from() - 1
                && mention.from() <= SHORT + 2;
        add(Cue.ANSWERS_WITH_NAME, isBare && PhrasesAround.asksAName(speech, mention.turn()));
        add(Cue.ROUND_OF_NAMES, isBare && isAmongIntroductions());
    }

    private boolean isAmongIntroductions() {
        for (var turn = Math.max(0, mention.turn() - ROUND); turn < Math.min(speech.size(),
                mention.turn() + ROUND); turn++) {
            if (turn != mention.turn() && PhrasesAround.introducesSomebody(speech.tokens(turn))) {
                return true;
            }
        }
        return false;
    }

    private void add(Cue cue, boolean isThere) {
        if (isThere) {
            cues.add(cue);
        }
    }
}
