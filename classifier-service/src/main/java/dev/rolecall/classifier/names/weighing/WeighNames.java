package dev.rolecall.classifier.names.weighing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.names.SpokenName;
import dev.rolecall.classifier.names.mention.Cue;
import dev.rolecall.classifier.names.text.CuePhrases;
import dev.rolecall.classifier.names.text.Speech;
import dev.rolecall.classifier.names.text.Titles;
import dev.rolecall.classifier.names.text.Tokens;
import dev.rolecall.classifier.names.weighing.NameClaim.Objection;
import dev.rolecall.classifier.names.weighing.WeighedNames.Attribution;

/// Whose names are these? Weighs every mention of a name in the whole conversation, for every speaker at once, because the
/// turns that an LLM cites show only what speaks for its claim.
public final class WeighNames {
    private static final NameModel MODEL = NameModel.load();
    /// "[NAME_1]", "<PERSON>", "caller 2"
    private static final Pattern NO_NAME = Pattern.compile("[\\[\\]<>{}_\\p{N}]");
    private static final double SUPPORTS = 0.5;
    /// A word of a name that is clearly of somebody else is not this speaker's.
    private static final double POSSIBLE = 0.2;
    private static final double ALONE = 0.7;
    private static final double CLEARLY = 0.9;
    private static final int MAX_TURNS = 5;

    private final Speech speech;
    private final Set<Integer> withheld;
    private final WeighedNames names;

    /// A name that the conversation may give to a speaker.
    ///
    /// @param name as it is spoken
    public record Candidate(Speaker speaker, String name, NameClaim claim) {}

    private WeighNames(Speech speech, Set<Integer> withheld, WeighedNames names) {
        this.speech = speech;
        this.withheld = withheld;
        this.names = names;
    }

    /// @param known names to look for beside those that the conversation shows by itself: the roster's, and those that are
    ///        claimed
    /// @param withheld numbers of turns in which nothing speaks for a name
    public static WeighNames in(Conversation conversation, Collection<String> known, Set<Integer> withheld) {
        var speech = new Speech(conversation);
        return new WeighNames(speech, withheld,
                new WeighedNames(speech, MODEL.mentions(),
                        known.stream().map(name -> said(speech, words(name))).toList()));
    }

    /// From which weight on a claim of the LLM is believed.
    public static double believed() {
        return MODEL.believed();
    }

    /// Whether a name can be given without the LLM: the speaker introduces themselves by it, and nothing speaks against it.
    public static boolean isCertain(NameClaim claim) {
        return claim.isIntroduced() && claim.weight() >= MODEL.certain();
    }

    /// Which weights are used, stored with the result.
    public static String version() {
        return MODEL.version();
    }

    /// @param name one of those that were passed to [#in], or that the conversation shows by itself
    public NameClaim claim(String name, Speaker speaker) {
        var words = words(name);
        var index = speech.speakers().indexOf(speaker);
        if (words.isEmpty() || NO_NAME.matcher(name).find() || words.stream().allMatch(CuePhrases::isNoName)) {
            return NameClaim.impossible(Objection.NOT_A_NAME);
        }
        var said = names.together(said(speech, words));
        var mentions = mentions(said, name);
        if (!words.stream()
                .allMatch(word -> isSaidOf(index, said(speech, Set.of(word)), mentions, words.size() == 1))) {
            return NameClaim.impossible(Objection.NOT_SAID);
        }
        if (introducesAs(index, said)) {
            return NameClaim.impossible(Objection.INTRODUCED_BY_ANOTHER_NAME);
        }
        return new NameClaim(MODEL.signs().probability(names.signs(said, mentions, index)), turns(mentions, index),
                mentions.stream().anyMatch(it -> isIntroduction(it, index)), Objection.NONE);
    }

    /// For each name that the conversation shows by itself, the speaker whom it fits best.
    public List<Candidate> candidates() {
        var candidates = new ArrayList<Candidate>();
        for (var person : names.persons()) {
            var name = spoken(person);
            speech.speakers()
                    .stream()
                    .map(speaker -> new Candidate(speaker, name, claim(name, speaker)))
                    .max(Comparator.comparingDouble(it -> it.claim().weight()))
                    .filter(it -> !it.claim().turns().isEmpty())
                    .ifPresent(candidates::add);
        }
        return candidates;
    }

    /// The turns that name a person, in the order of the conversation.
    public List<Integer> turnsWithNames() {
        return names.attributions()
                .stream()
                .filter(WeighedNames::isOfAPerson)
                .map(it -> it.mention().mention().turn() + 1)
                .distinct()
                .toList();
    }

    /// A name's longest mention, as it is written.
    private String spoken(Set<String> words) {
        return names.mentionsOf(words)
                .stream()
                .max(Comparator.comparingInt(it -> it.mention().mention().words().size()))
                .map(it -> text(it.mention().mention().turn(), it.mention().mention().from(),
                        it.mention().mention().to()))
                .orElseThrow();
    }

    private String text(int turn, int from, int to) {
        var tokens = speech.tokens(turn);
        return speech.turn(turn).text().substring(tokens.get(from).start(), tokens.get(to - 1).end());
    }

    private static Set<String> words(String name) {
        var words = new HashSet<String>();
        for (var token : Tokens.in(name)) {
            if (!Titles.contains(token.base())) {
                words.add(token.base());
            }
        }
        return words;
    }

    /// The words as the conversation says them: where it does not say "Kowalski", "Kowalsky" is meant.
    private static Set<String> said(Speech speech, Set<String> words) {
        var said = new HashSet<String>();
        for (var word : words) {
            if (speech.says(word)) {
                said.add(word);
            } else {
                speech.words()
                        .stream()
                        .filter(it -> !CuePhrases.isNoName(it) && SpokenName.isAlike(word, it))
                        .forEach(said::add);
            }
        }
        return said;
    }

    /// In scripts without blanks, a name is mentioned where all of its characters stand together.
    private List<Attribution> mentions(Set<String> said, String name) {
        var isUnspaced = name.codePoints().anyMatch(Turn::isUnspaced);
        return names.mentionsOf(said)
                .stream()
                .filter(it -> !withheld.contains(it.mention().mention().turn() + 1))
                .filter(it -> !isUnspaced || it.mention().mention().words().size() == said.size())
                .toList();
    }

    /// Of a name of several words, each must be said of the speaker, or together with another: Priya, who is asked about Mr.
    /// Reed, is not Priya Reed.
    private static boolean isSaidOf(int speaker, Set<String> word, List<Attribution> mentions, boolean isWhole) {
        return mentions.stream()
                .filter(it -> !Collections.disjoint(it.mention().mention().words(), word))
                .anyMatch(it -> it.of(speaker) >= (isWhole || it.mention().mention().words().size() > 1
                        ? POSSIBLE
                        : ALONE));
    }

    /// Whether the speaker says "my name is …" with another name.
    private boolean introducesAs(int speaker, Set<String> name) {
        return names.attributions()
                .stream()
                .filter(it -> it.mention().speaker() == speaker && it.of(speaker) > SUPPORTS)
                .filter(it -> it.mention().has(Cue.MY_NAME_IS) || it.mention().has(Cue.SPEAKS_AS))
                .anyMatch(it -> it.mention().mention().words().stream().noneMatch(word -> isIn(word, name)));
    }

    private static boolean isIntroduction(Attribution mention, int speaker) {
        return mention.mention().speaker() == speaker && mention.of(speaker) >= CLEARLY
                && (mention.mention().has(Cue.INTRODUCES_SELF) || mention.mention().has(Cue.SPEAKS_AS)
                        || mention.mention().has(Cue.ANSWERS_WITH_NAME));
    }

    private static boolean isIn(String word, Set<String> name) {
        return name.contains(word) || name.stream().anyMatch(other -> SpokenName.isAlike(word, other));
    }

    private static List<Integer> turns(List<Attribution> mentions, int speaker) {
        return mentions.stream()
                .filter(it -> it.of(speaker) >= SUPPORTS)
                .sorted(Comparator.comparingDouble((Attribution it) -> it.of(speaker)).reversed())
                .map(it -> it.mention().mention().turn() + 1)
                .distinct()
                .limit(MAX_TURNS)
                .toList();
    }
}
