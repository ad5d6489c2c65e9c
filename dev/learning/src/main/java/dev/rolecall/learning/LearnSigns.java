package dev.rolecall.learning;

import java.util.Collection;

import cc.mallet.optimize.Optimizable;
import dev.rolecall.classifier.names.weighing.SignWeights;

/// Fits the weights of signs: a logistic regression over standardised signs.
final class LearnSigns implements Optimizable.ByGradientValue {
    private static final double STRENGTH = 3.3;

    /// A claim, right or wrong.
    @SuppressWarnings("ArrayRecordComponent")
    record Example(double[] signs, boolean isRight, double weight) {}

    private final Collection<Example> examples;
    private final SignWeights fit;

    private LearnSigns(Collection<Example> examples) {
        this.examples = examples;
        var count = examples.iterator().next().signs().length;
        var means = new double[count];
        var deviations = new double[count];
        for (var i = 0; i < count; i++) {
            var at = i;
            means[i] = examples.stream().mapToDouble(it -> it.signs()[at]).average().orElse(0);
            deviations[i] = Math.sqrt(examples.stream()
                    .mapToDouble(it -> (it.signs()[at] - means[at]) * (it.signs()[at] - means[at]))
                    .average()
                    .orElse(1)) + 1e-6;
        }
        fit = new SignWeights(means, deviations, new double[count + 1]);
    }

    static SignWeights fit(Collection<Example> examples) {
        var learner = new LearnSigns(examples);
        Optimize.run(learner);
        return learner.fit;
    }

    @Override
    public double getValue() {
        var value = 0.0;
        for (var it : examples) {
            var p = fit.probability(it.signs());
            value += it.weight() * Math.log(Math.max(1e-12, it.isRight() ? p : 1 - p));
        }
        for (var i = 0; i < fit.means().length; i++) {
            value -= STRENGTH / 2 * fit.weights()[i] * fit.weights()[i];
        }
        return value;
    }

    @Override
    public void getValueGradient(double[] gradient) {
        for (var i = 0; i < gradient.length; i++) {
            gradient[i] = i < fit.means().length ? -STRENGTH * fit.weights()[i] : 0;
        }
        for (var it : examples) {
            var error = it.weight() * ((it.isRight() ? 1 : 0) - fit.probability(it.signs()));
            for (var i = 0; i < it.signs().length; i++) {
                gradient[i] += error * (it.signs()[i] - fit.means()[i]) / fit.deviations()[i];
            }
            gradient[gradient.length - 1] += error;
        }
    }

    @Override
    public int getNumParameters() {
        return fit.weights().length;
    }

    @Override
    public void getParameters(double[] into) {
        System.arraycopy(fit.weights(), 0, into, 0, into.length);
    }

    @Override
    public double getParameter(int i) {
        return fit.weights()[i];
    }

    @Override
    public void setParameters(double[] from) {
        System.arraycopy(from, 0, fit.weights(), 0, from.length);
    }

    @Override
    public void setParameter(int i, double value) {
        fit.weights()[i] = value;
    }
}
