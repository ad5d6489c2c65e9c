package dev.rolecall.classifier.names.weighing;

import dev.rolecall.classifier.names.mention.Cue;
import dev.rolecall.classifier.names.mention.Observation;
import dev.rolecall.classifier.names.mention.Relation;

/// Of whom does a mention of a name speak? A conditional logit over all speakers and an absent person.
///
/// @param byRelation weights by [Relation], then by [Cue#code]
@SuppressWarnings("ArrayRecordComponent")
public record MentionWeights(double[][] byRelation) {

    public static MentionWeights zero() {
        return new MentionWeights(new double[Relation.values().length][Cue.CODES]);
    }

    /// @return a probability for each speaker, and one for an absent person at the end
    public double[] probabilities(Observation mention) {
        var scores = new double[mention.candidates()];
        for (var i = 0; i < scores.length; i++) {
            scores[i] = score(mention, i);
        }
        return softmax(scores);
    }

    private double score(Observation mention, int candidate) {
        var sum = new double[1];
        mention.forEach(candidate, (relation, code) -> sum[0] += byRelation[relation][code]);
        return sum[0];
    }

    public static double[] softmax(double[] scores) {
        var max = Double.NEGATIVE_INFINITY;
        for (var score : scores) {
            max = Math.max(max, score);
        }
        var sum = 0.0;
        var shares = new double[scores.length];
        for (var i = 0; i < scores.length; i++) {
            shares[i] = Math.exp(scores[i] - max);
            sum += shares[i];
        }
        for (var i = 0; i < scores.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }
}
