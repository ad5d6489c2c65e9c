package dev.rolecall.classifier.names.weighing;

import java.util.List;

/// One name, one person: shares of names by speakers, normalised by Sinkhorn's iteration so that no speaker bears two names
/// and no name has two bearers. A name may have no bearer, and a speaker no name.
final class Assignment {
    private static final int ITERATIONS = 30;
    private static final double SHARPNESS = 0.8;
    /// Mentions of one name depend on each other, so each counts for less than a whole.
    private static final double PRIOR = 0.6;
    private static final double LEAST = -12;
    private static final double MOST = 8;

    private Assignment() {}

    /// @param names for each name, the sum of its mentions' logarithms by speaker; the first is the name in question
    /// @param mentions for each name, their number
    /// @return the first name's share of each speaker
    static double[] of(List<double[]> names, List<Integer> mentions, int speakers) {
        var rows = names.size() + 1;
        var shares = new double[rows][speakers + 1];
        for (var row = 0; row < rows; row++) {
            for (var column = 0; column <= speakers; column++) {
                shares[row][column] = row < names.size() && column < speakers
                        ? share(names.get(row)[column], mentions.get(row), speakers)
                        : 1;
            }
        }
        for (var i = 0; i < ITERATIONS; i++) {
            normaliseRows(shares);
            normaliseColumns(shares, speakers);
        }
        normaliseRows(shares);
        return shares[0];
    }

    private static double share(double logarithms, int mentions, int speakers) {
        var ahead = logarithms - Math.log(1.0 / speakers + NameAttributions.FLOOR) * mentions * PRIOR;
        return Math.exp(SHARPNESS * Math.clamp(ahead, LEAST, MOST));
    }

    /// The last row, of speakers without a name, has room for all.
    private static void normaliseRows(double[][] shares) {
        for (var row = 0; row < shares.length - 1; row++) {
            var sum = 0.0;
            for (var share : shares[row]) {
                sum += share;
            }
            for (var column = 0; column < shares[row].length; column++) {
                shares[row][column] /= sum;
            }
        }
    }

    /// The last column, of names without a bearer, has room for all.
    private static void normaliseColumns(double[][] shares, int speakers) {
        for (var column = 0; column < speakers; column++) {
            var sum = 0.0;
            for (var row : shares) {
                sum += row[column];
            }
            for (var row : shares) {
                row[column] /= sum;
            }
        }
    }
}
