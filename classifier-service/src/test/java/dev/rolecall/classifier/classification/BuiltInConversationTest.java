package dev.rolecall.classifier.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import dev.rolecall.classifier.TestConfig;
import dev.rolecall.classifier.prompt.Prompt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInConversationTest {

    /// A model whose context is too small for transcripts must reject it too.
    @ParameterizedTest
    @ValueSource(ints = {400, 2200, 20_000})
    void fillsTheExcerpt(int tokens) {
        var config = TestConfig.read(ClassificationConfig.class,
                Map.of("rolecall.classification.role-sets.support.setting", "a call",
                        "rolecall.classification.role-sets.support.roles.agent", "answers",
                        "rolecall.classification.role-sets.support.roles.customer", "calls",
                        "rolecall.classification.excerpt-tokens", Integer.toString(tokens)));

        var question = new BuiltInConversation(new PrepareTranscript(config), config, new Prompt()).question();

        var encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
        assertThat(encoding.countTokensOrdinary(question.data())).isBetween(tokens * 9 / 10, tokens * 11 / 10);
    }
}
