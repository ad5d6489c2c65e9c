package dev.rolecall.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import dev.rolecall.contract.Topics;
import dev.rolecall.fakellm.Behaviour;
import dev.rolecall.fakellm.Mode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Jobs of the table `shadows`.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class ShadowIT {
    private final TestTranscripts transcripts = new TestTranscripts();
    private final TestRecords records = new TestRecords();

    @BeforeEach
    void answerPromptly() {
        RealServers.fakeLlm.behave(Behaviour.PROMPT);
    }

    @Test
    void labelsBesideTheTranscriptAndTellsNobody() throws Exception {
        var id = shadowed();

        ready(id, 1);

        awaitShadow(id, "completed");
        assertThat((String) shadow(id).get("result")).contains("\"name\": \"Priya\"");
        assertThat(transcripts.row(id)).containsEntry("processing_status", "pending")
                .containsEntry("claim", 0L)
                .containsEntry("results", 0L);
        assertThat(records.in(Topics.CLASSIFIED, id.toString())).isEmpty();
    }

    /// Both at once, in one pod.
    @Test
    void doesNotDisturbTheTranscriptsOwnJob() throws Exception {
        RealServers.fakeLlm.behave(Behaviour.slow(Duration.ofSeconds(1)));
        var id = shadowed();

        ready(id, 1);
        records.produce(Topics.READY, id.toString(),
                "{\"schemaVersion\":1,\"transcriptId\":\"%s\",\"job\":1,\"attempt\":1,\"bodySize\":1}".formatted(id));

        awaitShadow(id, "completed");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> transcripts.row(id).get("processing_status").equals("completed"));
        assertThat(transcripts.row(id)).containsEntry("results", 1L);
        var calls = RealServers.fakeLlm.calls().getJsonObject("byClientRequestId");
        assertThat(calls.getInteger(id + "-1")).isEqualTo(1);
        assertThat(calls.getInteger(id + "-1-shadow")).isEqualTo(1);
    }

    @Test
    void failsAndIsReplayedLikeAnyOtherAndTouchesNoStatus() throws Exception {
        var id = shadowed();
        RealServers.fakeLlm.behave(Behaviour.of(Mode.REFUSING));

        ready(id, 1);

        awaitShadow(id, "failed");
        assertThat(transcripts.row(id)).containsEntry("processing_status", "pending");
        var dead = await().atMost(Duration.ofSeconds(15))
                .until(() -> records.in(Topics.DEAD_LETTER, id.toString()), found -> found.size() == 1)
                .getFirst();
        assertThat(dead.value()).contains("\"shadow\":true");

        RealServers.fakeLlm.behave(Behaviour.PROMPT);
        records.produce(Topics.READY, dead.key(), dead.value());

        awaitShadow(id, "completed");
        assertThat(transcripts.row(id)).containsEntry("processing_status", "pending").containsEntry("job", 1);
    }

    private UUID shadowed() throws Exception {
        var id = transcripts.storeSample("support-call");
        transcripts.update("INSERT INTO shadows (id, month) SELECT id, month FROM transcripts WHERE id = ?", id);
        return id;
    }

    private void ready(UUID id, int job) throws Exception {
        records.produce(Topics.READY, id.toString(),
                "{\"schemaVersion\":1,\"transcriptId\":\"%s\",\"job\":%d,\"attempt\":1,\"bodySize\":1,\"shadow\":true}"
                        .formatted(id, job));
    }

    private Map<String, Object> shadow(UUID id) throws SQLException {
        return transcripts.read("SELECT s.*, s.result::text AS result FROM shadows s WHERE id = ?", id);
    }

    private void awaitShadow(UUID id, String status) {
        await().atMost(Duration.ofSeconds(20)).until(() -> shadow(id).get("processing_status").equals(status));
    }
}
