package dev.rolecall.learning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntConsumer;

import cc.mallet.optimize.Optimizable;
import dev.rolecall.classifier.names.mention.Cue;
import dev.rolecall.classifier.names.mention.Observation;
import dev.rolecall.classifier.names.mention.Relation;
import dev.rolecall.classifier.names.weighing.MentionWeights;

/// Fits [MentionWeights]: a conditional logit with a Gaussian prior, whose mean is not zero for a few cues that hardly occur
/// in the data and mean the same everywhere.
@SuppressWarnings("EnumOrdinal")
final class LearnMentions implements Optimizable.ByGradientValue {
    private static final int CUES = Cue.CODES;
    private static final double STRENGTH = 16;
    private static final int RARE = 3;
    private static final Map<Integer, Double> EXPECTED = Map.of(
            position(Relation.SELF, Cue.INTRODUCES_SELF), 6.0,
            Relation.SELF.ordinal() * CUES + Cue.THIS_IS.with(Cue.TWO_SPEAKERS), 5.0,
            position(Relation.SELF, Cue.SPEAKS_AS), 5.0,
            position(Relation.SELF, Cue.ANSWERS_WITH_NAME), 3.0);

    /// A mention whose bearer is known.
    ///
    /// @param bearer index of the candidate
    record Example(Observation mention, int bearer, double weight) {
        Example times(double factor) {
            return new Example(mention, bearer, weight * factor);
        }
    }

    private final List<int[][]> candidates = new ArrayList<>();
    private final List<Example> examples;
    private final Map<Integer, Integer> index = new HashMap<>();
    private final double[] expected;
    private final double[] weights;

    private LearnMentions(List<Example> examples) {
        this.examples = examples;
        var counts = new HashMap<Integer, Integer>();
        examples.forEach(it -> forEachPosition(it, position -> counts.merge(position, 1, Integer::sum)));
        new TreeSet<>(EXPECTED.keySet()).forEach(position -> index.put(position, index.size()));
        counts.forEach((position, count) -> {
            if (count >= RARE) {
                index.putIfAbsent(position, index.size());
            }
        });
        expected = new double[index.size()];
        EXPECTED.forEach((position, value) -> expected[index.getOrDefault(position, 0)] = value);
        weights = expected.clone();
        examples.forEach(it -> candidates.add(rows(it)));
    }

    static MentionWeights fit(List<Example> examples) {
        var learner = new LearnMentions(examples);
        Optimize.run(learner);
        var learnt = MentionWeights.zero();
        learner.index
                .forEach((position, at) -> learnt.byRelation()[position / CUES][position % CUES] = learner.weights[at]);
        return learnt;
    }

    private static int position(Relation relation, Cue cue) {
        return relation.ordinal() * CUES + cue.code();
    }

    private static void forEachPosition(Example example, IntConsumer use) {
        for (var i = 0; i < example.mention().candidates(); i++) {
            example.mention().forEach(i, (relation, code) -> use.accept(relation * CUES + code));
        }
    }

    private int[][] rows(Example example) {
        var rows = new int[example.mention().candidates()][];
        for (var i = 0; i < rows.length; i++) {
            var row = new ArrayList<Integer>();
            example.mention().forEach(i, (relation, code) -> {
                var at = index.get(relation * CUES + code);
                if (at != null) {
                    row.add(at);
                }
            });
            rows[i] = row.stream().mapToInt(Integer::intValue).toArray();
        }
        return rows;
    }

    @Override
    public double getValue() {
        var value = 0.0;
        for (var i = 0; i < examples.size(); i++) {
            var shares = shares(candidates.get(i));
            value += examples.get(i).weight() * Math.log(Math.max(1e-12, shares[examples.get(i).bearer()]));
        }
        for (var i = 0; i < weights.length; i++) {
            value -= STRENGTH / 2 * (weights[i] - expected[i]) * (weights[i] - expected[i]);
        }
        return value;
    }

    @Override
    public void getValueGradient(double[] gradient) {
        for (var i = 0; i < weights.length; i++) {
            gradient[i] = -STRENGTH * (weights[i] - expected[i]);
        }
        for (var i = 0; i < examples.size(); i++) {
            var rows = candidates.get(i);
            var shares = shares(rows);
            for (var candidate = 0; candidate < rows.length; candidate++) {
                var error = examples.get(i).weight()
                        * ((candidate == examples.get(i).bearer() ? 1 : 0) - shares[candidate]);
                for (var at : rows[candidate]) {
                    gradient[at] += error;
                }
            }
        }
    }

    private double[] shares(int[][] rows) {
        var scores = new double[rows.length];
        for (var i = 0; i < rows.length; i++) {
            for (var at : rows[i]) {
                scores[i] += weights[at];
            }
        }
        return MentionWeights.softmax(scores);
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
