package dev.rolecall.classifier.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCountTest {

    /// The same as for the whole text at once, twice: the second time from what is known.
    @ParameterizedTest
    @ValueSource(strings = {"[12] 0:1: Hello, this is Dr. O'Neill — and you're?", "[7] 1:0: naïve café, 12,345.67 EUR…",
            "いらっしゃいませ、田中と申します。ご用件は何でしょうか。", "Guten Tag, Jürgen Müller-Lüdenscheidt am Apparat!",
            "<|endoftext|> is ordinary text", "Добрый день, меня зовут Анна."})
    void countsAWholeTextByItsWords(String text) {
        var whole = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE)
                .countTokensOrdinary(" " + text);

        assertThat(TokenCount.in(text)).isEqualTo(whole);
        assertThat(TokenCount.in(text)).isEqualTo(whole);
    }
}
