package dev.rolecall.classifier.conversation;

import java.util.List;

/// Consecutive words of one speaker.
///
/// @param number from 1, in the order of time
/// @param start in seconds from the beginning of the audio
public record Turn(int number, Speaker speaker, double start, double end, String text) {
    /// The first code point of Thai. Comparing with it is faster than looking up the script.
    private static final int FIRST_UNSPACED = 0x0E00;

    static Turn of(int number, List<Word> words) {
        return new Turn(number, words.getFirst().speaker(), words.getFirst().start(),
                words.stream().mapToDouble(Word::end).max().orElseThrow(), join(words));
    }

    /// Words are joined by a blank, except in scripts that are written without blanks.
    private static String join(List<Word> words) {
        var text = new StringBuilder();
        for (var word : words) {
            if (!text.isEmpty() && !(isUnspaced(text.codePointBefore(text.length())) && startsUnspaced(word))) {
                text.append(' ');
            }
            text.append(word.text());
        }
        return text.toString();
    }

    private static boolean startsUnspaced(Word word) {
        return !word.text().isEmpty() && isUnspaced(word.text().codePointAt(0));
    }

    public static boolean isUnspaced(int codePoint) {
        return codePoint >= FIRST_UNSPACED && isOfAnUnspacedScript(codePoint);
    }

    private static boolean isOfAnUnspacedScript(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            case COMMON -> (codePoint >= 0x3000 && codePoint <= 0x303F) || (codePoint >= 0xFF00 && codePoint <= 0xFFEF);
            default -> false;
        };
    }
}
