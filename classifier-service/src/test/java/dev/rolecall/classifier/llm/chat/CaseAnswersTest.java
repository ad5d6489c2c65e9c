package dev.rolecall.classifier.llm.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import jakarta.ws.rs.core.MultivaluedHashMap;

import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Rejection;
import dev.rolecall.classifier.llm.TestLlmConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The answers of `../shared/cases`.
class CaseAnswersTest {
    private static final Path ANSWERS = Path.of("../../shared/cases/answers");
    private static final ReadResponse READ = new ReadResponse(TestLlmConfig.provider("m", Map.of()), Clock.systemUTC());

    /// A rejection is negotiated: the field is left out, the limit lowered.
    @ParameterizedTest
    @CsvSource({"01-gemini-400-array, 400, Rejection", "01-mistral-422, 422, Rejection",
            "02-deepseek-402, 402, Pause", "02-openrouter-402, 402, Pause", "03-litellm-budget-400, 400, Pause",
            "04-openrouter-200-with-429, 200, SlowDown", "04-openrouter-200-with-502, 200, Retry",
            "05-groq-json-validate-failed, 400, UnusableAnswer", "06-vllm-context-400, 400, Rejection",
            "06-vllm-old-400, 400, Rejection", "13-strict-json-400, 400, Rejection"})
    void meansWhatTheProviderMeans(String name, int status, String kind) throws IOException {
        var file = ANSWERS.resolve(name + ".json");
        assumeTrue(Files.exists(file), () -> "there is no " + file);
        var body = Files.readString(file);

        var thrown = catchThrowable(() -> READ.completion(status, body, new MultivaluedHashMap<>()));

        assertThat(switch (thrown) {
            case Rejection _ -> "Rejection";
            case LlmException known -> known.failure().getClass().getSimpleName();
            default -> thrown.toString();
        }).isEqualTo(kind);
    }
}
