package dev.rolecall.classifier.names.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.names.text.Token.Gap;

/// Splits a text into words. One pass over the characters: every turn of every transcript is split.
public final class Tokens {
    /// Accents of European scripts. In other scripts marks are letters: मीना is not मोना.
    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private Gap gap = Gap.STOP;
    private boolean isAfterATitle;

    private Tokens(String text) {
        this.text = text;
    }

    public static List<Token> in(String text) {
        return new Tokens(text).split();
    }

    private List<Token> split() {
        for (var at = 0; at < text.length();) {
            var c = text.codePointAt(at);
            if (isPartOfAWord(c)) {
                at = word(at, c);
            } else {
                separator(c);
                at += Character.charCount(c);
            }
        }
        return tokens;
    }

    private int word(int start, int first) {
        var end = Turn.isUnspaced(first) ? start + Character.charCount(first) : endOfWord(start);
        var word = plain(text.substring(start, end));
        var base = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
        if (!base.isEmpty()) {
            tokens.add(new Token(start, end - (word.length() - base.length()), word, base,
                    isCapital(start, end, base), gap));
        }
        // "Mr. Reed", "J. Powell": no end of a sentence
        isAfterATitle = base.length() == 1 || Titles.contains(base);
        gap = Gap.NONE;
        return end;
    }

    private int endOfWord(int start) {
        var at = start;
        while (at < text.length()) {
            var c = text.codePointAt(at);
            var isInside = isPartOfAWord(c) && !Turn.isUnspaced(c);
            if (!isInside && !(isJoint(c) && at + 1 < text.length() && isPartOfAWord(text.codePointAt(at + 1)))) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    private void separator(int c) {
        var found = switch (c) {
            case '.', '!', '…', '。', '！', '؟', '।' -> Gap.STOP;
            case '?', '？' -> Gap.QUESTION;
            case ',', '、', '，', '،' -> Gap.COMMA;
            case '-', '–', '—', ':', ';', '"', '“', '”', '«', '»', '(', ')', '[', ']', '：', '；' -> Gap.BREAK;
            default -> Gap.NONE;
        };
        if (c == '.' && isAfterATitle) {
            return;
        }
        gap = found.compareTo(gap) > 0 ? found : gap;
    }

    private boolean isCapital(int start, int end, String base) {
        return Character.isUpperCase(text.codePointAt(start)) && base.length() > 1
                && text.substring(start, end).codePoints().anyMatch(Character::isLowerCase);
    }

    private static boolean isPartOfAWord(int c) {
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isJoint(int c) {
        return c == '\'' || c == '’' || c == '-';
    }

    /// In lower case and without accents, as words and names are compared.
    public static String plain(String word) {
        for (var i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 0x80) {
                return withoutAccents(word);
            }
        }
        return word.toLowerCase(Locale.ROOT);
    }

    private static String withoutAccents(String word) {
        var decomposed = Normalizer.normalize(word.replace('’', '\''), Normalizer.Form.NFKD);
        return Normalizer.normalize(ACCENTS.matcher(decomposed).replaceAll(""), Normalizer.Form.NFC)
                .replace('ł', 'l')
                .replace('Ł', 'L')
                .toLowerCase(Locale.ROOT);
    }
}
