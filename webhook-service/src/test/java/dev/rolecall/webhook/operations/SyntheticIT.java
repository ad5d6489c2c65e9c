package dev.rolecall.webhook.operations;

import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.management;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/// A pod that sends itself a transcript every two seconds.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@TestProfile(SyntheticIT.Sends.class)
class SyntheticIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern LABELLED_AT = Pattern
            .compile("(?m)^rolecall_synthetic_labelled_timestamp_seconds (\\d\\S*)");
    private static final String OF_SYNTHETIC = "FROM transcripts WHERE tags @> '{rolecall-synthetic}'";

    public static class Sends implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rolecall.synthetic.url",
                    "http://deepgram:secret@localhost:${quarkus.http.test-port}/callback",
                    "rolecall.synthetic.interval", "2s", "rolecall.synthetic.patience", "3s");
        }
    }

    @Test
    void tellsWhenATranscriptWasLabelledLast() throws SQLException {
        await().atMost(SOON).until(() -> count("SELECT count(*) " + OF_SYNTHETIC) > 1);
        assertThat(count("SELECT max(speakers) " + OF_SYNTHETIC)).isEqualTo(2);
        var unlabelled = labelledAt();
        assertThat(unlabelled).isBetween(Instant.now().minusSeconds(300), Instant.now());

        await().atMost(SOON).until(() -> {
            execute("UPDATE transcripts SET processing_status = 'completed' WHERE tags @> '{rolecall-synthetic}'");
            return labelledAt().isAfter(unlabelled);
        });
    }

    private static Instant labelledAt() {
        var metrics = LABELLED_AT.matcher(management().get("/q/metrics").asString());
        assertThat(metrics.find()).isTrue();
        return Instant.ofEpochSecond((long) Double.parseDouble(metrics.group(1)));
    }
}
