package dev.rolecall.classifier.names.text;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Set;

/// What may stand before a name and belongs to no name: "Dr", "Señora".
public final class Titles {
    private static final Set<String> ALL = PhraseFile.lines("titles").map(Tokens::plain).collect(toUnmodifiableSet());

    private Titles() {}

    /// @param word in lower case, without accents
    public static boolean contains(String word) {
        return ALL.contains(word);
    }
}
