package dev.rolecall.classifier.prompt;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/// Counts tokens with the encoding of OpenAI's models since GPT-4o (`o200k_base`). Other providers' tokenizers differ
/// by a few percent, which is precise enough for the size of an excerpt.
final class TokenCount {
    private static final Encoding O200K = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    private static final String BLANK = " ";
    private static final int MAX_KNOWN = 20_000;
    /// In characters. In scripts without blanks, a sentence is one word.
    private static final int MAX_WORD = 20;
    /// Counts by word. Conversations use the same few thousand words, and counting all of a conversation's anew takes as long
    /// as everything else.
    private static final Map<String, Integer> KNOWN = new ConcurrentHashMap<>();

    private TokenCount() {}

    /// Text that looks like a special token is counted as ordinary text. No token contains a blank anywhere but at its beginning, so the
    /// sum over the words is that of the text, unless it has several blanks in a row.
    static int in(String text) {
        var tokens = 0;
        for (var word : text.split(BLANK, -1)) {
            tokens += inWord(BLANK + word);
        }
        return tokens;
    }

    private static int inWord(String word) {
        var known = KNOWN.get(word);
        if (known != null) {
            return known;
        }
        var tokens = O200K.countTokensOrdinary(word);
        if (word.length() <= MAX_WORD && KNOWN.size() < MAX_KNOWN) {
            KNOWN.put(word, tokens);
        }
        return tokens;
    }
}
