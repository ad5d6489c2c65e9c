package dev.rolecall.classifier.prompt;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/// Counts tokens as OpenAI's models since GPT-4o do (`o200k_base`). Other providers' tokenizers differ by a few percent,
/// which a budget does not mind.
final class TokenCount {
    private static final Encoding O200K = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    private TokenCount() {}

    /// Text that looks like one of a model's special tokens is counted as the text it is.
    static int in(String text) {
        return O200K.countTokensOrdinary(text);
    }
}
