package dev.rolecall.webhook.quarantine;

import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
@TestProfile(QuarantineQuotaIT.SmallQuarantine.class)
class QuarantineQuotaIT {
    @Inject
    QuarantineQuota quota;

    public static class SmallQuarantine implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rolecall.quarantine.max-size", "5K", "rolecall.quarantine.retention", "30d");
        }
    }

    @BeforeEach
    void empty() throws SQLException {
        execute("DELETE FROM quarantine");
        quota.bound().await().atMost(Duration.ofSeconds(10));
    }

    @Test
    void refusesWhatExceedsItAndNothingElse() throws SQLException {
        send(noise()).statusCode(200).body("outcome", equalTo("quarantined"));
        send(noise()).statusCode(200);

        send(noise()).statusCode(503)
                .header("Retry-After", "5")
                .body("detail", containsString("rolecall.quarantine.max-size"));

        send(success(UUID.randomUUID().toString(), "hello")).statusCode(200).body("outcome", equalTo("stored"));
        execute("DELETE FROM quarantine");
        quota.bound().await().atMost(Duration.ofSeconds(10));
        send(noise()).statusCode(200);
    }

    @Test
    void deletesWhatIsTooOld() throws SQLException {
        send(noise()).statusCode(200);
        execute("UPDATE quarantine SET received_at = now() - interval '31 days'");
        send(noise()).statusCode(200);

        quota.bound().await().atMost(Duration.ofSeconds(10));

        assertThat(count("SELECT count(*) FROM quarantine")).isEqualTo(1);
    }

    /// Two kilobytes that cannot be compressed to less than half.
    private static String noise() {
        var bytes = new byte[2000];
        new SecureRandom().nextBytes(bytes);
        return "! " + HexFormat.of().formatHex(bytes);
    }
}
