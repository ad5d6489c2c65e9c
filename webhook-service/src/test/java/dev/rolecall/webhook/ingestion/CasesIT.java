package dev.rolecall.webhook.ingestion;

import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;

import dev.rolecall.localstack.Checkout;
import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies that relays, SDKs and live streaming send, from a folder beside the checkout.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class CasesIT {
    @ParameterizedTest
    @CsvSource({"00-plain-call, stored, ", "07-error-null-request-id-a, quarantined, no-request-id",
            "07-error-null-request-id-b, quarantined, no-request-id",
            "07-error-null-request-id-c, quarantined, no-request-id",
            "07-success-null-request-id, quarantined, no-request-id", "07-nulls-elsewhere, stored, ",
            "16-extra-empty-array, stored, ", "16-extra-text, stored, ",
            "17-streaming-1, quarantined, streaming-message", "17-streaming-metadata, quarantined, streaming-message",
            "17-streaming-error, quarantined, streaming-message"})
    void placesEachBody(String name, String outcome, String reason) throws Exception {
        var file = Checkout.root().resolveSibling("shared/cases/bodies/" + name + ".json");
        assumeTrue(Files.isRegularFile(file), "the cases are not beside this checkout: " + file);

        var answer = send(Files.readString(file)).statusCode(200).extract().jsonPath();

        assertThat(answer.getString("outcome")).isEqualTo(outcome);
        assertThat(answer.getString("reason")).isEqualTo(reason);
        assertThat(count("SELECT count(*) FROM transcripts WHERE request_id = 'null' OR 'null' = ANY (tags)"
                + " OR language = 'null' OR extra::text LIKE '%\"null\"%'")).isZero();
    }
}
