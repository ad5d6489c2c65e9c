package dev.rolecall.classifier.names.weighing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.rolecall.classifier.names.mention.Cue;
import dev.rolecall.classifier.names.mention.FindNames;
import dev.rolecall.classifier.names.mention.Observation;
import dev.rolecall.classifier.names.text.Speech;

/// All names of one conversation, with the speakers whom each of their mentions may mean.
@SuppressWarnings({"ArrayRecordComponent", "EnumOrdinal"})
public final class NameAttributions {
    /// Keeps one odd mention from outweighing all others.
    static final double FLOOR = 0.03;
    private static final double LIKELY = 0.5;
    private static final double UNLIKELY = 0.1;
    private static final double NOT_OWN = 0.3;
    private static final int MAX_MENTIONS = 10;
    private static final int MAX_TURNS = 6;
    private static final int MAX_FOR = 8;
    private static final int MAX_SAID = 4;
    /// A word that never stands where a person is addressed or introduced is no rival for a name.
    private static final Set<Cue> OF_PERSONS = EnumSet.of(Cue.SET_OFF, Cue.INTRODUCES_SELF, Cue.SPEAKS_AS,
            Cue.ANSWERS_WITH_NAME, Cue.THANKS, Cue.GREETING, Cue.HAND_OVER, Cue.GUEST, Cue.QUESTION_AFTER);

    private static final Comparator<Attribution> BY_PLACE = Comparator
            .comparingInt((Attribution it) -> it.mention().mention().turn())
            .thenComparingInt(it -> it.mention().mention().from());

    private final Speech speech;
    private final Set<String> words;
    private final List<Attribution> attributions;
    /// By any one word of the mention, each once.
    private final Map<String, List<Attribution>> byOneWord;
    private final List<Set<String>> persons;
    private final List<Name> rivals;

    /// A mention, and the probability that it means each speaker; an absent person at the end.
    public record Attribution(Observation mention, double[] probabilities) {
        double of(int speaker) {
            return probabilities[speaker];
        }

        double ofAbsent() {
            return probabilities[probabilities.length - 1];
        }
    }

    /// A name with its mentions.
    ///
    /// @param logarithms sums over the mentions, by speaker; an absent person at the end
    private record Name(Set<String> words, List<Attribution> mentions, double[] logarithms, double[] shares) {
        static Name of(Set<String> words, List<Attribution> mentions) {
            var logarithms = new double[mentions.getFirst().probabilities().length];
            for (var mention : mentions) {
                for (var i = 0; i < logarithms.length; i++) {
                    logarithms[i] += Math.log(mention.of(i) + FLOOR);
                }
            }
            return new Name(words, mentions, logarithms, MentionWeights.softmax(logarithms));
        }

        private double best(int speaker) {
            return mentions.stream().mapToDouble(mention -> mention.of(speaker)).max().orElse(0);
        }
    }

    /// @param known names to weigh beside those that the conversation shows by itself, each as its words
    public NameAttributions(Speech speech, MentionWeights weights, Collection<Set<String>> known) {
        this.speech = speech;
        this.persons = FindNames.in(speech);
        this.words = new HashSet<String>();
        persons.forEach(words::addAll);
        known.forEach(words::addAll);
        this.attributions = FindNames.mentions(speech, words)
                .stream()
                .filter(mention -> speech.speakerOf(mention.turn()) >= 0)
                .map(mention -> Observation.of(speech, mention))
                .filter(mention -> !mention.isQuoted())
                .map(mention -> new Attribution(mention, weights.probabilities(mention)))
                .toList();
        this.byOneWord = attributions.stream().collect(Collectors.groupingBy(NameAttributions::oneWord));
        this.rivals = persons.stream()
                .map(person -> new Name(person, mentionsOf(person), new double[0], new double[0]))
                .filter(name -> name.mentions().stream().anyMatch(NameAttributions::isOfAPerson))
                .map(name -> Name.of(name.words(), name.mentions()))
                .toList();
    }

    /// Whether all mentions of these words are weighed.
    boolean include(Collection<String> others) {
        return words.containsAll(others);
    }

    static boolean isOfAPerson(Attribution attribution) {
        return OF_PERSONS.stream().anyMatch(attribution.mention()::has);
    }

    /// The mentions that consist of the given words.
    public List<Attribution> mentionsOf(Set<String> words) {
        return words.stream()
                .flatMap(word -> byOneWord.getOrDefault(word, List.of()).stream())
                .filter(it -> words.containsAll(it.mention().mention().words()))
                .sorted(BY_PLACE)
                .toList();
    }

    private static String oneWord(Attribution attribution) {
        return attribution.mention().mention().words().iterator().next();
    }

    public List<Attribution> attributions() {
        return attributions;
    }

    /// Names that the conversation shows by itself and that may be a person's.
    public List<Set<String>> persons() {
        return rivals.stream().map(Name::words).toList();
    }

    /// The signs for the claim that a speaker bears a name, by [Sign]; empty if it is not mentioned.
    public double[] signs(Set<String> words, int speaker) {
        var mentions = mentionsOf(words);
        return mentions.isEmpty() ? new double[0] : signs(words, mentions, speaker);
    }

    double[] signs(Set<String> words, List<Attribution> mentions, int speaker) {
        return signs(Name.of(words, mentions), speaker);
    }

    /// The words with those that always stand beside them: "steve" is "steve lee" if the conversation has no other Steve.
    Set<String> together(Set<String> words) {
        return persons.stream().filter(person -> person.containsAll(words)).findFirst().orElse(words);
    }

    private double[] signs(Name name, int speaker) {
        var speakers = speech.speakers().size();
        var others = rivals.stream().filter(rival -> Collections.disjoint(rival.words(), name.words())).toList();
        var assigned = assigned(name, others, speakers);
        var byTurn = byTurn(name, speaker);
        var ahead = name.logarithms()[speaker] - best(name.logarithms(), speaker, speakers);
        var signs = new double[Sign.COUNT];
        set(signs, Sign.AHEAD_OF_OTHERS, ahead);
        set(signs, Sign.AHEAD_OF_ABSENT, name.logarithms()[speaker] - name.logarithms()[speakers]);
        set(signs, Sign.SHARE, Math.log(name.shares()[speaker] + 1e-4));
        set(signs, Sign.BEST, byTurn[byTurn.length - 1]);
        set(signs, Sign.SECOND_BEST, byTurn.length > 1 ? byTurn[byTurn.length - 2] : 0);
        set(signs, Sign.MEAN, name.mentions().stream().mapToDouble(it -> it.of(speaker)).average().orElse(0));
        set(signs, Sign.MENTIONS, Math.min(MAX_MENTIONS, name.mentions().size()));
        set(signs, Sign.TURNS, Math.min(MAX_TURNS, byTurn.length));
        set(signs, Sign.FOR, Math.min(MAX_FOR, (int) Arrays.stream(byTurn).filter(it -> it > LIKELY).count()));
        set(signs, Sign.AGAINST, Arrays.stream(byTurn).filter(it -> it < UNLIKELY).count() * 1.0 / byTurn.length);
        own(name, speaker, signs);
        set(signs, Sign.HAS_ANOTHER_NAME, others.stream()
                .mapToDouble(it -> it.shares()[speaker] * Math.min(1, 1.2 * it.best(speaker)))
                .max()
                .orElse(0));
        set(signs, Sign.SAID_BY_OTHERS, sayers(name) / (double) Math.max(1, speakers - 1));
        set(signs, Sign.ONE_OF, 1.0 / speakers);
        set(signs, Sign.TWO_SPEAKERS, speakers == 2 ? 1 : 0);
        set(signs, Sign.CLEAR, Math.max(0, ahead) * byTurn[byTurn.length - 1]);
        set(signs, Sign.BETTER_SPEAKERS, better(name, speaker, speakers) / (double) speakers);
        set(signs, Sign.FITS_BEST, better(name, speaker, speakers) == 0 ? 1 : 0);
        set(signs, Sign.RIVAL, rival(name, speaker, speakers));
        set(signs, Sign.ASSIGNED, Math.log(assigned[speaker] + 1e-3));
        set(signs, Sign.ASSIGNED_AHEAD, speakers > 1 ? assigned[speaker] - best(assigned, speaker, speakers) : 1);
        set(signs, Sign.ABSENT, name.mentions().stream().mapToDouble(Attribution::ofAbsent).average().orElse(0));
        return signs;
    }

    private static void set(double[] signs, Sign sign, double value) {
        signs[sign.ordinal()] = value;
    }

    private static double[] assigned(Name name, List<Name> others, int speakers) {
        var logarithms = new ArrayList<double[]>();
        var mentions = new ArrayList<Integer>();
        logarithms.add(name.logarithms());
        mentions.add(name.mentions().size());
        for (var other : others) {
            logarithms.add(other.logarithms());
            mentions.add(other.mentions().size());
        }
        return Assignment.of(logarithms, mentions, speakers);
    }

    /// The likeliest mention of each turn, in ascending order.
    private static double[] byTurn(Name name, int speaker) {
        return name.mentions()
                .stream()
                .collect(Collectors.toMap(it -> it.mention().mention().turn(), it -> it.of(speaker),
                        Math::max))
                .values()
                .stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }

    private void own(Name name, int speaker, double[] signs) {
        var of = 0;
        var introduces = 0.0;
        for (var mention : name.mentions()) {
            if (mention.mention().speaker() == speaker) {
                if (mention.of(speaker) > LIKELY) {
                    introduces = Math.max(introduces, mention.of(speaker));
                } else {
                    of++;
                }
            }
        }
        set(signs, Sign.INTRODUCES_SELF, introduces);
        set(signs, Sign.SAYS_IT_OF_ANOTHER, Math.min(MAX_SAID, of));
    }

    private static long sayers(Name name) {
        return name.mentions()
                .stream()
                .filter(it -> it.mention().speaker() >= 0 && it.of(it.mention().speaker()) < NOT_OWN)
                .mapToInt(it -> it.mention().speaker())
                .distinct()
                .count();
    }

    private static double best(double[] values, int except, int speakers) {
        var best = Double.NEGATIVE_INFINITY;
        for (var i = 0; i < speakers; i++) {
            best = i == except ? best : Math.max(best, values[i]);
        }
        return speakers > 1 ? best : -99;
    }

    private static int better(Name name, int speaker, int speakers) {
        var better = 0;
        for (var i = 0; i < speakers; i++) {
            better += name.logarithms()[i] > name.logarithms()[speaker] ? 1 : 0;
        }
        return better;
    }

    private static double rival(Name name, int speaker, int speakers) {
        var rival = 0.0;
        for (var i = 0; i < speakers; i++) {
            rival = i == speaker ? rival : Math.max(rival, name.best(i));
        }
        return rival;
    }
}
