package dev.rolecall.learning;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import dev.rolecall.classifier.names.weighing.SignWeights;
import dev.rolecall.learning.NameClaim.Kind;

/// How many names are kept, right and wrong ones, at a threshold. In %: right names of the speakers whose name is said, wrong
/// ones of the speakers whose name is known, each speaker once.
final class NameFigures {
    /// Of more than two speakers, mostly.
    private static final List<String> MANY = List.of("ami", "court", "fomc", "nasa", "podcasts", "calls");

    private final Map<String, Counts> sets = new TreeMap<>();

    private static final class Counts {
        private int known;
        private int said;
        private final int[] kept = new int[Kind.values().length];

        private double kept() {
            return 100.0 * kept(Kind.RIGHT) / said;
        }

        private double wrong(Kind kind) {
            return 100.0 * kept(kind) / known;
        }

        @SuppressWarnings("EnumOrdinal")
        private int kept(Kind kind) {
            return kept[kind.ordinal()];
        }
    }

    @SuppressWarnings("EnumOrdinal")
    NameFigures(Collection<NamedCall> calls, Collection<NameClaim> claims, SignWeights signs, double threshold) {
        for (var call : calls) {
            var counts = sets.computeIfAbsent(call.set(), _ -> new Counts());
            counts.known += (int) call.people().stream().filter(NamedCall.Person::isKnown).count();
            counts.said += (int) call.people().stream().filter(NamedCall.Person::isSaid).count();
        }
        var seen = new HashSet<String>();
        for (var claim : claims) {
            if (signs.probability(claim.signs()) >= threshold
                    && seen.add(claim.call().id() + " " + claim.speaker() + " " + claim.kind())) {
                sets.computeIfAbsent(claim.call().set(), _ -> new Counts()).kept[claim.kind().ordinal()]++;
            }
        }
    }

    /// The mean of the sets of many speakers.
    double kept() {
        return mean(Counts::kept);
    }

    double participants() {
        return mean(counts -> counts.wrong(Kind.PARTICIPANT));
    }

    double absent() {
        return mean(counts -> counts.wrong(Kind.ABSENT));
    }

    /// The largest share of wrong names of one kind, in one set.
    double worst() {
        return many().mapToDouble(counts -> Math.max(counts.wrong(Kind.PARTICIPANT), counts.wrong(Kind.ABSENT)))
                .max()
                .orElse(0);
    }

    private double mean(ToDoubleFunction<Counts> figure) {
        return many().mapToDouble(figure).average().orElse(0);
    }

    private Stream<Counts> many() {
        return sets.entrySet().stream().filter(set -> MANY.contains(set.getKey())).map(Map.Entry::getValue);
    }

    static List<String> setsOfMany() {
        return MANY;
    }

    @Override
    public String toString() {
        var text = new StringBuilder("kept %.1f, other participants' %.1f, absent people's %.1f".formatted(kept(),
                participants(), absent()));
        sets.forEach((set, counts) -> text.append("; %s %.0f/%.1f/%.1f".formatted(set, counts.kept(),
                counts.wrong(Kind.PARTICIPANT), counts.wrong(Kind.ABSENT))));
        return text.toString();
    }
}
