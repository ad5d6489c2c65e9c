package dev.rolecall.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import cc.mallet.optimize.Optimizable;
import dev.rolecall.benchmarks.evaluation.Dialogue;
import dev.rolecall.classifier.roles.RoleCues;

/// Fits [RoleCues]: a logistic regression that tells a pair of speakers with their roles from the same pair with each
/// other's. An example is the difference of what the two say, so there is no constant.
final class LearnRoles implements Optimizable.ByGradientValue {
    private static final double STRENGTH = 1;
    /// In how many dialogues a cue must occur.
    private static final int RARE = 4;
    /// The largest share of right pairs that may count as swapped.
    private static final double AT_MOST_LOWERED = 0.005;
    private static final double MIN_MARGIN = 0.1;
    /// A smaller weight changes no score that matters, and would only lengthen the resource.
    private static final double NEGLIGIBLE = 0.02;
    private static final int FOLDS = 5;

    private final List<String> cues;
    private final List<int[]> positions = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();
    private final double[] weights;

    /// What two people say, with their true roles.
    ///
    /// @param series which pairs must not be learnt from and tried on
    record Pair(String set, String series, List<String> first, List<String> second) {
        /// The people of a dialogue who say most in these roles.
        static List<Pair> of(Dialogue dialogue, String role, Set<String> opposites) {
            var one = texts(dialogue, Set.of(role));
            var other = texts(dialogue, opposites);
            return one.isEmpty() || other.isEmpty()
                    ? List.of()
                    : List.of(new Pair(dialogue.set(), dialogue.id(), one, other));
        }

        private static List<String> texts(Dialogue dialogue, Set<String> roles) {
            var byPerson = new TreeMap<Integer, List<String>>();
            dialogue.said()
                    .stream()
                    .filter(said -> roles.contains(dialogue.person(said.person()).role()))
                    .forEach(said -> byPerson.computeIfAbsent(said.person(), _ -> new ArrayList<>()).add(said.text()));
            return byPerson.values().stream().max((a, b) -> Integer.compare(length(a), length(b))).orElse(List.of());
        }

        private static int length(List<String> texts) {
            return texts.stream().mapToInt(String::length).sum();
        }

        double score(RoleCues cues) {
            return cues.score(first) - cues.score(second);
        }
    }

    private LearnRoles(Collection<Pair> pairs) {
        var differences = pairs.stream().map(LearnRoles::difference).toList();
        var counts = new TreeMap<String, Integer>();
        differences.forEach(it -> it.keySet().forEach(cue -> counts.merge(cue, 1, Integer::sum)));
        counts.values().removeIf(count -> count < RARE);
        cues = List.copyOf(counts.keySet());
        weights = new double[cues.size()];
        var index = new HashMap<String, Integer>();
        cues.forEach(cue -> index.put(cue, index.size()));
        for (var difference : differences) {
            difference.keySet().retainAll(index.keySet());
            positions.add(difference.keySet().stream().mapToInt(index::get).toArray());
            values.add(difference.values().stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    /// Learns from all pairs, with a margin from pairs that were held out.
    static RoleCues learn(String version, String role, Set<String> opposites, List<Pair> pairs) {
        var weights = fit(pairs);
        return new RoleCues(version, role, opposites, margin(heldOut(pairs)), weights);
    }

    private static Map<String, Double> fit(Collection<Pair> pairs) {
        var learner = new LearnRoles(pairs);
        Optimize.run(learner);
        var weights = new TreeMap<String, Double>();
        for (var i = 0; i < learner.weights.length; i++) {
            if (Math.abs(learner.weights[i]) >= NEGLIGIBLE) {
                weights.put(learner.cues.get(i), learner.weights[i]);
            }
        }
        return weights;
    }

    /// The score of each pair by cues that were not learnt from it.
    private static List<Double> heldOut(List<Pair> pairs) {
        var scores = new ArrayList<Double>();
        for (var fold : Split.folds(pairs, Pair::series, FOLDS)) {
            var learn = new HashSet<>(pairs);
            learn.removeAll(fold);
            var cues = new RoleCues("", "", Set.of(), 0, fit(inOrder(pairs, learn)));
            fold.forEach(pair -> scores.add(pair.score(cues)));
        }
        return scores;
    }

    private static List<Pair> inOrder(List<Pair> all, Set<Pair> some) {
        return all.stream().filter(some::contains).toList();
    }

    /// The smallest margin at which hardly any right pair counts as swapped.
    private static double margin(List<Double> scores) {
        var margin = MIN_MARGIN;
        while (share(scores, margin) > AT_MOST_LOWERED) {
            margin += 0.05;
        }
        return margin;
    }

    private static double share(List<Double> scores, double margin) {
        return scores.stream().filter(score -> -score > margin).count() / (double) scores.size();
    }

    private static Map<String, Double> difference(Pair pair) {
        var difference = new TreeMap<>(RoleCues.cues(pair.first()));
        RoleCues.cues(pair.second()).forEach((cue, value) -> difference.merge(cue, -value, Double::sum));
        return difference;
    }

    private double score(int example) {
        var sum = 0.0;
        for (var i = 0; i < positions.get(example).length; i++) {
            sum += weights[positions.get(example)[i]] * values.get(example)[i];
        }
        return sum;
    }

    private static double probability(double score) {
        return 1 / (1 + Math.exp(-score));
    }

    @Override
    public double getValue() {
        var value = -STRENGTH / 2 * Arrays.stream(weights).map(it -> it * it).sum();
        for (var example = 0; example < positions.size(); example++) {
            value += 2 * Math.log(Math.max(1e-12, probability(score(example))));
        }
        return value;
    }

    @Override
    public void getValueGradient(double[] gradient) {
        for (var i = 0; i < weights.length; i++) {
            gradient[i] = -STRENGTH * weights[i];
        }
        for (var example = 0; example < positions.size(); example++) {
            var error = 2 * (1 - probability(score(example)));
            for (var i = 0; i < positions.get(example).length; i++) {
                gradient[positions.get(example)[i]] += error * values.get(example)[i];
            }
        }
    }

    @Override
    public int getNumParameters() {
        return weights.length;
    }

    @Override
    public void getParameters(double[] into) {
        System.arraycopy(weights, 0, into, 0, weights.length);
    }

    @Override
    public double getParameter(int i) {
        return weights[i];
    }

    @Override
    public void setParameters(double[] from) {
        System.arraycopy(from, 0, weights, 0, weights.length);
    }

    @Override
    public void setParameter(int i, double value) {
        weights[i] = value;
    }
}
