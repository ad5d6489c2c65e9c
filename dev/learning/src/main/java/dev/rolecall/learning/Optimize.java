package dev.rolecall.learning;

import cc.mallet.optimize.LimitedMemoryBFGS;
import cc.mallet.optimize.Optimizable;
import cc.mallet.optimize.OptimizationException;

/// Finds the weights with the largest value.
final class Optimize {
    private static final int MAX_STEPS = 300;

    private Optimize() {}

    /// Mallet's line search throws where no step improves the value any more: that is the end of the search, and the best
    /// weights are set.
    static void run(Optimizable.ByGradientValue what) {
        try {
            new LimitedMemoryBFGS(what).optimize(MAX_STEPS);
        } catch (OptimizationException | IllegalArgumentException done) {
            if (Double.isNaN(what.getValue())) {
                throw done;
            }
        }
    }
}
