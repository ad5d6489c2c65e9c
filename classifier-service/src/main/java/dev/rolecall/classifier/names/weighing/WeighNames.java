package dev.rolecall.classifier.names.weighing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.names.SpokenName;
import dev.rolecall.classifier.names.mention.Cue;
import dev.rolecall.classifier.names.mention.Mention;
import dev.rolecall.classifier.names.text.CuePhrases;
import dev.rolecall.classifier.names.text.PhrasesAround;
import dev.rolecall.classifier.names.text.Speech;
import dev.rolecall.classifier.names.text.Titles;
import dev.rolecall.classifier.names.text.Tokens;
import dev.rolecall.classifier.names.weighing.NameAttributions.Attribution;
import dev.rolecall.classifier.names.weighing.NameClaim.Objection;

/// Whose names are these? Weighs every mention of a name in the whole conversation, for every speaker at once, because the
/// turns that an LLM cites show only what speaks for its claim.
public final class WeighNames {
    private static final NameModel MODEL = NameModel.load();
    /// "[NAME_1]", "<PERSON>", "caller 2"
    private static final Pattern NO_NAME = Pattern.compile("[\\[\\]<>{}_\\p{N}]");
    private static final Pattern MY_NAME_IS = Pattern.compile(
            "(?iU)\\b(my name is|my name's|me llamo|mi nombre es|je m'appelle|mon nom est|ich heiße|mein name ist|mijn naam is)\\s+$");
    private static final double SUPPORTS = 0.5;
    /// A word of a name that is clearly of somebody else is not this speaker's.
    private static final double POSSIBLE = 0.2;
    private static final double ALONE = 0.7;
    private static final double CLEARLY = 0.9;
    private static final int MAX_TURNS = 5;

    private final Speech speech;
    private final Set<Integer> withheld;
    private final NameAttributions names;
    private final Set<String> known;
    private final Set<String> knownWords;
    private final List<Candidate> candidates;

    /// A name that the conversation may give to a speaker.
    ///
    /// @param name as it is spoken
    public record Candidate(Speaker speaker, String name, NameClaim claim) {}

    /// A turn that names a person.
    ///
    /// @param words the name in lower case, as it is said there
    public record NamingTurn(int number, Set<String> words) {}

    private WeighNames(Speech speech, Set<Integer> withheld, Set<String> known) {
        this.speech = speech;
        this.withheld = withheld;
        this.known = known;
        var said = known.stream().map(name -> said(speech, words(name))).toList();
        this.names = new NameAttributions(speech, MODEL.mentions(), said);
        this.knownWords = said.stream().flatMap(Set::stream).collect(Collectors.toSet());
        this.candidates = findCandidates();
    }

    /// @param known names to look for beside those that the conversation shows by itself: the roster's
    /// @param withheld numbers of turns in which nothing speaks for a name
    public static WeighNames in(Conversation conversation, Collection<String> known, Set<Integer> withheld) {
        return new WeighNames(new Speech(conversation), withheld, new LinkedHashSet<>(known));
    }

    /// The same, in which these names can be claimed too.
    public WeighNames with(Collection<String> claimed) {
        if (claimed.stream().allMatch(name -> names.include(said(speech, words(name))))) {
            return this;
        }
        var all = new LinkedHashSet<>(known);
        all.addAll(claimed);
        return new WeighNames(speech, withheld, all);
    }

    /// Whether names can be found by how they are written. Else only those that were passed to [#in] are candidates, and
    /// those that follow "my name is".
    public boolean findsNames() {
        return speech.hasCapitals();
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
        return claim(spoken(name), speech.speakers().indexOf(speaker));
    }

    /// A name, as the conversation says it.
    ///
    /// @param said all words that may stand for it
    /// @param each the words that stand for each word of the name
    private record Spoken(boolean isAName, Set<String> said, List<Set<String>> each, List<Attribution> mentions) {}

    private Spoken spoken(String name) {
        var words = words(name);
        var isAName = !words.isEmpty() && !NO_NAME.matcher(name).find()
                && !words.stream().allMatch(CuePhrases::isNoName);
        var said = names.together(said(speech, words));
        return new Spoken(isAName, said, words.stream().map(word -> said(speech, Set.of(word))).toList(),
                mentions(said, name));
    }

    private NameClaim claim(Spoken name, int speaker) {
        var mentions = name.mentions();
        if (!name.isAName()) {
            return NameClaim.impossible(Objection.NOT_A_NAME);
        }
        if (!name.each().stream().allMatch(word -> isSaidOf(speaker, word, mentions, name.each().size() == 1))) {
            return NameClaim.impossible(Objection.NOT_SAID);
        }
        if (introducesAs(speaker, name.said())) {
            return NameClaim.impossible(Objection.INTRODUCED_BY_ANOTHER_NAME);
        }
        return new NameClaim(MODEL.signs().probability(names.signs(name.said(), mentions, speaker)),
                turns(mentions, speaker), mentions.stream().anyMatch(it -> isIntroduction(it, speaker)),
                Objection.NONE);
    }

    /// For each name that was passed to [#in] or that the conversation shows by itself, the speaker whom it fits best.
    public List<Candidate> candidates() {
        return candidates;
    }

    private List<Candidate> findCandidates() {
        var candidates = new ArrayList<Candidate>();
        for (var name : Stream.concat(names.persons().stream().map(this::longestMention), known.stream())
                .distinct()
                .toList()) {
            var spoken = spoken(name);
            IntStream.range(0, speech.speakers().size())
                    .mapToObj(i -> new Candidate(speech.speakers().get(i), name, claim(spoken, i)))
                    .max(Comparator.comparingDouble(it -> it.claim().weight()))
                    .filter(it -> !it.claim().turns().isEmpty())
                    .ifPresent(candidates::add);
        }
        return List.copyOf(candidates);
    }

    /// Where persons are named, those turns first that tell most about who they are: each candidate's best turn, then the
    /// next ones, then all others in the order of the conversation.
    public List<NamingTurn> namingTurns() {
        var byRank = IntStream.range(0, MAX_TURNS)
                .boxed()
                .flatMap(rank -> candidates.stream()
                        .filter(it -> rank < it.claim().turns().size())
                        .map(it -> new NamingTurn(it.claim().turns().get(rank), words(it.name()))));
        var rest = names.attributions()
                .stream()
                .filter(it -> NameAttributions.isOfAPerson(it)
                        || knownWords.containsAll(it.mention().mention().words()))
                .map(it -> new NamingTurn(it.mention().mention().turn() + 1, it.mention().mention().words()));
        return Stream.concat(byRank, rest).distinct().toList();
    }

    /// A name's longest mention, as it is written.
    private String longestMention(Set<String> words) {
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
                speech.similarTo(word).stream().filter(it -> !CuePhrases.isNoName(it)).forEach(said::add);
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

    /// Where a speaker says "my name is …", if it is by names that cannot be one person's; empty if not.
    public List<Integer> introductionsByTwoNames(Speaker speaker) {
        var index = speech.speakers().indexOf(speaker);
        var introductions = names.attributions()
                .stream()
                .filter(it -> isIntroduction(it, index))
                .filter(it -> !withheld.contains(it.mention().mention().turn() + 1))
                .filter(this::isByTheWholeName)
                .toList();
        var isTwo = introductions.stream()
                .map(it -> names.together(it.mention().mention().words()))
                .anyMatch(name -> introductions.stream().anyMatch(it -> it.mention().mention().words()
                        .stream()
                        .noneMatch(word -> isIn(word, name))));
        return isTwo
                ? introductions.stream().map(it -> it.mention().mention().turn() + 1).distinct().toList()
                : List.of();
    }

    /// "My last name is Reed" and "call me Liz" are no second person.
    private boolean isByTheWholeName(Attribution introduction) {
        var mention = introduction.mention().mention();
        var before = speech.turn(mention.turn()).text().substring(0,
                speech.tokens(mention.turn()).get(mention.from()).start());
        return introduction.mention().has(Cue.SPEAKS_AS) || MY_NAME_IS.matcher(before).find();
    }

    private boolean isIntroduction(Attribution mention, int speaker) {
        return mention.mention().speaker() == speaker && mention.of(speaker) >= CLEARLY
                && (mention.mention().has(Cue.MY_NAME_IS) || mention.mention().has(Cue.SPEAKS_AS)
                        || mention.mention().has(Cue.ANSWERS_WITH_NAME)
                        || isRightAfterIAm(mention.mention().mention()));
    }

    /// "I'm the Designer" and "let me just PowerPoint this" are weaker than "I'm Priya".
    private boolean isRightAfterIAm(Mention mention) {
        var tokens = speech.tokens(mention.turn());
        return CuePhrases.I_AM.endsBefore(tokens, PhrasesAround.beforeTitles(tokens, mention.from()));
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
