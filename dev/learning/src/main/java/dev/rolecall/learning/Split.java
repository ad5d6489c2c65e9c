package dev.rolecall.learning;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Splits examples by a fixed hash of what they share, so that the same people are never on both sides.
final class Split {
    private Split() {}

    /// Parts of about the same number of series.
    ///
    /// @param series of an example: those of one series stay together
    static <T> List<List<T>> folds(Collection<T> examples, Function<T, String> series, int count) {
        var ordered = examples.stream().map(series).distinct().sorted(Comparator.comparing(Split::hash)).toList();
        var folds = new ArrayList<List<T>>();
        for (var fold = 0; fold < count; fold++) {
            var at = fold;
            var own = IntStream.range(0, ordered.size()).filter(i -> i % count == at).mapToObj(ordered::get).toList();
            folds.add(examples.stream().filter(it -> own.contains(series.apply(it))).toList());
        }
        return folds;
    }

    /// Two halves of each set, with about the same number of examples.
    static <T> List<List<T>> halves(Collection<T> examples, Function<T, String> series, Function<T, String> set) {
        var halves = List.<List<T>>of(new ArrayList<>(), new ArrayList<>());
        var sets = examples.stream().collect(Collectors.groupingBy(set, TreeMap::new, Collectors.toList()));
        for (var ofSet : sets.values()) {
            var count = new int[2];
            var bySeries = ofSet.stream().collect(Collectors.groupingBy(series));
            bySeries.entrySet().stream().sorted(Comparator.comparing(it -> hash(it.getKey()))).forEach(it -> {
                var half = count[0] <= count[1] ? 0 : 1;
                count[half] += it.getValue().size();
                halves.get(half).addAll(it.getValue());
            });
        }
        return halves;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
