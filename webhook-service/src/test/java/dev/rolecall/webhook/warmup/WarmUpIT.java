package dev.rolecall.webhook.warmup;

import static dev.rolecall.webhook.TestCallbacks.authorized;
import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.management;
import static dev.rolecall.webhook.TestCallbacks.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
@TestProfile(WarmUpIT.ForAWhile.class)
class WarmUpIT {
    @Inject
    WarmUp warmUp;

    public static class ForAWhile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rolecall.warm-up.duration", "12s");
        }
    }

    @Test
    void sendsCallbacksThatStoreNothingAndThenIsReady() throws SQLException {
        management().get("/q/health/ready").then().statusCode(503);

        authorized().header("Rolecall-Warm-Up", UUID.randomUUID().toString())
                .body(success(UUID.randomUUID().toString(), "hello"))
                .post("/callback")
                .then()
                .statusCode(200)
                .body("outcome", equalTo("stored"));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> management().get("/q/health/ready").then().statusCode(200));
        assertThat(warmUp.accepted()).isGreaterThan(100);
        assertThat(count("SELECT count(*) FROM transcripts WHERE request_id = 'warm-up'")).isZero();
        assertThat(count("SELECT count(*) FROM quarantine")).isZero();
    }
}
