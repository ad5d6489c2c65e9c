package dev.rolecall.classifier.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;

import org.junit.jupiter.api.Test;

/// What people say to one another about JSON, labels, speakers and marks is not withheld. `ordinary-talk.txt` was written
/// without a look at the rules.
class OrdinaryTalkTest {

    @Test
    void isShownToTheLlm() throws IOException {
        try (var file = Objects.requireNonNull(OrdinaryTalkTest.class.getResourceAsStream("/ordinary-talk.txt"))) {
            var talk = new String(file.readAllBytes(), UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();

            assertThat(talk).hasSizeGreaterThanOrEqualTo(200);
            assertThat(talk.stream().filter(PromptInjection::isIn).toList()).hasSizeLessThanOrEqualTo(2);
        }
    }
}
