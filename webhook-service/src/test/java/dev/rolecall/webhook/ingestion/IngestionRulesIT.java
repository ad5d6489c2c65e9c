package dev.rolecall.webhook.ingestion;

import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.success;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever arrives for one request, in whatever order and however often: what must hold afterwards. Each seed makes
/// some dozens of cases; a seed that fails can be run again alone.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionRulesIT {
    private static final int CASES = 25;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theFirstSuccessStaysAndNoSuccessIsLost(long seed) throws Exception {
        var random = new Random(seed);
        for (var i = 0; i < CASES; i++) {
            var arrivals = new Arrivals(random);

            arrivals.bodies.forEach(body -> send(body).statusCode(200));

            arrivals.assertNothingIsLost(arrivals.successes().findFirst().orElse(arrivals.bodies.getFirst()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void oneSuccessStaysAndNoneIsLostWhenAllComeAtOnce(long seed) throws Exception {
        var random = new Random(seed);
        for (var i = 0; i < CASES; i++) {
            var arrivals = new Arrivals(random);

            arrivals.bodies.stream()
                    .map(body -> CompletableFuture.runAsync(() -> send(body).statusCode(200)))
                    .toList()
                    .forEach(CompletableFuture::join);

            arrivals.assertNothingIsLost(arrivals.shown());
        }
    }

    /// Up to seven callbacks for one request: two different successes, two different failures, in any number.
    private static final class Arrivals {
        private final String requestId = UUID.randomUUID().toString();
        private final List<String> bodies;

        private Arrivals(Random random) {
            var kinds = List.of(success(requestId, "first"), success(requestId, "second"), failure("A"), failure("B"));
            bodies = random.ints(1 + random.nextInt(7), 0, kinds.size()).mapToObj(kinds::get).toList();
        }

        private String failure(String code) {
            return "{\"err_code\":\"%s\",\"err_msg\":\"text\",\"request_id\":\"%s\"}".formatted(code, requestId);
        }

        private Stream<String> successes() {
            return bodies.stream().filter(body -> body.contains("results"));
        }

        private String shown() {
            return operator().get("/transcripts/" + id() + "/raw").asString();
        }

        private String id() {
            return operator().get("/transcripts?requestId=" + requestId).path("transcripts[0].id");
        }

        private void assertNothingIsLost(String shown) throws Exception {
            var hasSuccess = successes().findAny().isPresent();
            assertThat(count("SELECT count(*) FROM transcripts WHERE request_id = '" + requestId + "'"))
                    .as("transcripts of %s", bodies)
                    .isEqualTo(1);
            assertThat(shown()).as("shown of %s", bodies).isEqualTo(shown);
            assertThat(operator().get("/transcripts/" + id()).<String>path("status")).as("status of %s", bodies)
                    .isEqualTo(hasSuccess ? "completed" : "failed");
            assertThat(bodies).contains(shown);
            for (var other : successes().distinct().filter(body -> !body.equals(shown)).toList()) {
                assertThat(operator().get("/quarantine/" + sha256(other) + "/raw").asString())
                        .as("quarantined of %s", bodies)
                        .isEqualTo(other);
            }
        }

        private static String sha256(String body) throws Exception {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8)));
        }
    }
}
