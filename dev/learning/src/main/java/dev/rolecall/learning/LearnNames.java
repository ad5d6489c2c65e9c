package dev.rolecall.learning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import dev.rolecall.classifier.names.weighing.MentionWeights;
import dev.rolecall.classifier.names.weighing.NameAttributions;
import dev.rolecall.classifier.names.weighing.NameModel;
import dev.rolecall.classifier.names.weighing.SignWeights;
import dev.rolecall.learning.NameClaim.Kind;

/// Learns the weights of names in two steps: of whom each mention is said ([LearnMentions]), and whether a speaker bears a
/// name ([LearnSigns]). The second step learns from mentions that were weighed without having been learnt from.
final class LearnNames {
    private static final int FOLDS = 5;
    private static final double STRANGER = 0.15;
    /// In %: how many speakers may have a wrong name, on average and in the worst set, of those that were held out.
    private static final double WRONG = 0.75;
    private static final double WORST_SET = 5;

    private final Map<NamedCall, List<LearnMentions.Example>> examples = new HashMap<>();

    /// @param heldOut claims whose mentions were not learnt from
    record Learnt(MentionWeights mentions, SignWeights signs, List<NamedCall> calls, List<NameClaim> heldOut) {
        /// The smallest threshold with so few wrong names.
        private double threshold(double wrong) {
            var threshold = 0.2;
            while (threshold < 1) {
                var figures = new NameFigures(calls, heldOut, signs, threshold);
                if (figures.participants() <= wrong && figures.absent() <= wrong && figures.worst() <= WORST_SET) {
                    break;
                }
                threshold += 0.01;
            }
            return threshold;
        }

        double believed() {
            return threshold(WRONG);
        }

        NameModel model(String version) {
            return new NameModel(version, believed(), threshold(0), mentions, signs);
        }

        NameFigures on(List<NamedCall> calls, double threshold) {
            return new NameFigures(calls,
                    calls.stream().flatMap(call -> NameClaim.in(call, mentions).stream()).toList(), signs, threshold);
        }
    }

    Learnt learn(List<NamedCall> calls) {
        var claims = new ArrayList<NameClaim>();
        for (var fold : Split.folds(calls, NamedCall::series, FOLDS)) {
            var held = new HashSet<>(fold);
            var weights = LearnMentions.fit(examples(calls.stream().filter(call -> !held.contains(call)).toList()));
            fold.forEach(call -> claims.addAll(NameClaim.in(call, weights)));
        }
        return new Learnt(LearnMentions.fit(examples(calls)), LearnSigns.fit(examples(claims)), calls, claims);
    }

    /// A small set counts for more than its share.
    private static Collection<LearnSigns.Example> examples(Collection<NameClaim> claims) {
        var counts = new HashMap<String, Integer>();
        claims.stream()
                .filter(claim -> claim.kind() != Kind.STRANGER)
                .forEach(claim -> counts.merge(claim.call().set(), 1, Integer::sum));
        return claims.stream()
                .map(claim -> new LearnSigns.Example(claim.signs(), claim.kind() == Kind.RIGHT,
                        Math.sqrt(300.0 / Math.max(60, counts.getOrDefault(claim.call().set(), 60)))
                                * (claim.kind() == Kind.STRANGER ? STRANGER : 1)))
                .toList();
    }

    private List<LearnMentions.Example> examples(List<NamedCall> calls) {
        var counts = new HashMap<String, Integer>();
        calls.forEach(call -> counts.merge(call.set(),
                (int) of(call).stream().filter(example -> example.weight() == 1).count(), Integer::sum));
        return calls.stream()
                .flatMap(call -> of(call).stream().map(example -> example
                        .times(Math.sqrt(200.0 / Math.max(60, counts.getOrDefault(call.set(), 60))))))
                .toList();
    }

    private List<LearnMentions.Example> of(NamedCall call) {
        return examples.computeIfAbsent(call, LearnNames::observe);
    }

    /// The mentions of whom it is known whose they are. What is written like a name and was not marked counts little.
    private static List<LearnMentions.Example> observe(NamedCall call) {
        var found = new ArrayList<LearnMentions.Example>();
        var people = call.people();
        for (var at : new NameAttributions(call.speech(), MentionWeights.zero(), NameClaim.known(call))
                .attributions()) {
            var words = at.mention().mention().words();
            var owners = new ArrayList<Integer>();
            for (var person = 0; person < people.size(); person++) {
                if (people.get(person).words().containsAll(words)) {
                    owners.add(person);
                }
            }
            if (owners.size() == 1) {
                found.add(new LearnMentions.Example(at.mention(), owners.getFirst(), 1));
            } else if (people.stream().noneMatch(person -> person.words().stream().anyMatch(words::contains))) {
                var isMarked = call.absent().stream().anyMatch(name -> name.containsAll(words));
                found.add(new LearnMentions.Example(at.mention(), people.size(), isMarked ? 1 : STRANGER));
            }
        }
        return found;
    }
}
