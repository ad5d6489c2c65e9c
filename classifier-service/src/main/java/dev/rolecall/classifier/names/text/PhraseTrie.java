package dev.rolecall.classifier.names.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/// Phrases by their words, so that a place in a text is compared with all of them at once.
final class PhraseTrie<T> {
    private final Map<String, PhraseTrie<T>> next = new HashMap<>();
    private final List<T> values = new ArrayList<>();

    void add(List<String> words, T value) {
        var node = this;
        for (var word : words) {
            node = node.next.computeIfAbsent(word, _ -> new PhraseTrie<>());
        }
        if (!node.values.contains(value)) {
            node.values.add(value);
        }
    }

    /// A phrase that was found.
    ///
    /// @param length in words
    record Match<T>(T phrase, int length) {}

    /// Every phrase that the words begin with.
    ///
    /// @param words the nth word, from 0; null behind the last
    List<Match<T>> match(IntFunction<@Nullable String> words) {
        List<Match<T>> found = List.of();
        var node = this;
        for (var length = 0; node != null; length++) {
            for (var value : node.values) {
                found = found.isEmpty() ? new ArrayList<>() : found;
                found.add(new Match<>(value, length));
            }
            var word = words.apply(length);
            node = word == null ? null : node.next.get(word);
        }
        return found;
    }
}
