package dev.rolecall.classifier.names;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The words of a conversation, found by a spelling that speech recognition may have changed. Comparing each of them with
/// each name of a long roster would take longer than everything else.
public final class SimilarWords {
    /// First letters that can stand for one sound.
    private static final List<String> SOUNDS = List.of("aeiouyhäöü", "bpfvw", "cgjkqsxz", "dt");

    private final Map<Integer, List<String>> byFirstSound = new HashMap<>();

    /// @param words in lower case
    public SimilarWords(Collection<String> words) {
        words.forEach(word -> byFirstSound.computeIfAbsent(firstSound(word), _ -> new ArrayList<>()).add(word));
    }

    /// @param name one word, in lower case
    public List<String> to(String name) {
        return byFirstSound.getOrDefault(firstSound(name), List.of())
                .stream()
                .filter(word -> SpokenName.isAlike(name, word))
                .toList();
    }

    private static int firstSound(String word) {
        var first = word.codePointAt(0);
        return SOUNDS.stream()
                .filter(sound -> sound.indexOf(first) >= 0)
                .map(sound -> (int) sound.charAt(0))
                .findFirst()
                .orElse(first);
    }
}
