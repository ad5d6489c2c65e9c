package dev.rolecall.classifier;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.rolecall.classifier.budget.Budget;
import dev.rolecall.classifier.budget.HangingBudget;
import dev.rolecall.contract.Topics;
import dev.rolecall.fakellm.Behaviour;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// One of many jobs hangs for good. Takes two minutes: with `ROLECALL_TEST_ALL=liveness`.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@EnabledIfEnvironmentVariable(named = "ROLECALL_TEST_ALL", matches = "liveness")
class HungCallIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    private final TestTranscripts transcripts = new TestTranscripts();
    private final TestRecords records = new TestRecords();

    @Inject
    Pool pool;

    @Test
    void isSeenAmongOthersAndItsJobIsFreeInTheEnd() throws Exception {
        RealServers.fakeLlm.behave(Behaviour.PROMPT);
        QuarkusMock.installMockForType(new HangingBudget(pool), Budget.class);
        var jobs = new ArrayList<UUID>();
        for (var i = 0; i < 64; i++) {
            jobs.add(send());
        }
        await().atMost(SOON).until(() -> unfinished(jobs).size() == 1);
        var hung = unfinished(jobs).getFirst();
        assertThat(liveness()).isEqualTo(200);

        // twice the call's timeout, and a minute
        await().atMost(Duration.ofSeconds(80)).until(() -> liveness() == 503);
        // four calls, a minute, and what is left of a lease
        await().atMost(Duration.ofSeconds(60)).until(() -> isFree(hung));

        // another pod gets the event when this one has been stopped
        ready(hung);
        await().atMost(SOON).until(() -> status(hung).equals("completed"));
        assertThat(transcripts.row(hung)).containsEntry("attempts", 0);
    }

    private UUID send() throws Exception {
        var id = transcripts.storeSample("support-call");
        ready(id);
        return id;
    }

    private void ready(UUID id) throws Exception {
        records.produce(Topics.READY, id.toString(), """
                {"schemaVersion":1,"transcriptId":"%s","job":1,"attempt":1,"bodySize":1}""".formatted(id));
    }

    private List<UUID> unfinished(List<UUID> jobs) throws SQLException {
        var left = new ArrayList<UUID>();
        for (var id : jobs) {
            if (!status(id).equals("completed")) {
                left.add(id);
            }
        }
        return left;
    }

    private String status(UUID id) throws SQLException {
        return String.valueOf(transcripts.row(id).get("processing_status"));
    }

    private boolean isFree(UUID id) throws SQLException {
        return Boolean.TRUE.equals(
                transcripts.read("SELECT lease_until < now() AS is_free FROM transcripts WHERE id = ?", id)
                        .get("is_free"));
    }

    private static int liveness() {
        return given().port(9001).get("/q/health/live").statusCode();
    }
}
