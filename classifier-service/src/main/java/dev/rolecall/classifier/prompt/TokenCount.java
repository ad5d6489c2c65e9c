package dev.rolecall.classifier.prompt;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/// Counts tokens with the encoding of OpenAI's models since GPT-4o (`o200k_base`). Other providers' tokenizers differ
/// by a few percent, which is precise enough for the size of an excerpt.
final class TokenCount {
    private static final Encoding O200K = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    private TokenCount() {}

    /// Text that looks like a special token is counted as ordinary text.
    static int in(String text) {
        return O200K.countTokensOrdinary(text);
    }
}
