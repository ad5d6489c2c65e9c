package dev.rolecall.classifier.names.weighing;

/// Is a name a speaker's? A logistic regression over the signs, which are standardised first.
///
/// @param means by [Sign]
/// @param deviations standard deviations, by [Sign]
/// @param weights by [Sign]; the constant at the end
@SuppressWarnings("ArrayRecordComponent")
public record SignWeights(double[] means, double[] deviations, double[] weights) {

    /// @return from 0 to 1
    public double probability(double[] signs) {
        var sum = weights[signs.length];
        for (var i = 0; i < signs.length; i++) {
            sum += weights[i] * (signs[i] - means[i]) / deviations[i];
        }
        return 1 / (1 + Math.exp(-sum));
    }
}
