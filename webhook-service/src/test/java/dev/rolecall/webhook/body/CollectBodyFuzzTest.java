package dev.rolecall.webhook.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.luben.zstd.Zstd;
import dev.rolecall.webhook.body.CollectBody.BodyTooLarge;

/// What anybody may send. In a test run the kept inputs are tried again; `JAZZER_FUZZ=1` looks for new ones, see
/// CONTRIBUTING.
class CollectBodyFuzzTest {
    private static final long LIMIT = 1024 * 1024;

    @FuzzTest(maxDuration = "10m")
    void takesAnyBytesHoweverTheyAreCut(FuzzedDataProvider data) {
        var cut = data.consumeInt(1, 4096);
        var bytes = data.consumeRemainingAsBytes();

        try (var whole = new CollectBody(LIMIT); var cutUp = new CollectBody(LIMIT)) {
            whole.add(bytes);
            for (var from = 0; from < bytes.length; from += cut) {
                cutUp.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + cut)));
            }
            var body = whole.body();

            assertThat(body).usingRecursiveComparison().isEqualTo(cutUp.body());
            assertThat(Zstd.decompress(body.zstd(), (int) body.size())).hasSize((int) body.size());
            assertThatCode(() -> Body.stored(body.zstd(), body.size(), body.sha256())).doesNotThrowAnyException();
        } catch (BodyTooLarge unzipped) {
            assertThat(bytes[0]).isEqualTo((byte) 0x1f);
        }
    }
}
