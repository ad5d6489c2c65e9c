package dev.rolecall.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Test;

class TranscriptReadyTest {
    private static final UUID ID = UUID.fromString("01a209c1-ca1f-7d17-845f-c622db1dab66");
    private static final Instant NOW = Instant.parse("2026-11-20T09:15:00Z");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void keepsTheTimeOfTheFirstFailure() {
        var first = TranscriptReady.first(ID, "r", 1, 100, TRACE).afterFailure("timeout", NOW, NOW.plusSeconds(5));

        var second = first.afterFailure("timeout", NOW.plusSeconds(9), NOW.plusSeconds(30));

        assertThat(second.firstFailedAt()).isEqualTo(NOW);
        assertThat(second.attempt()).isEqualTo(3);
    }

    @Test
    void spendsNoAttemptOnComingBack() {
        var again = TranscriptReady.first(ID, "r", 2, 100, TRACE).again(NOW);

        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.notBefore()).isEqualTo(NOW);
    }

    @Test
    void isReplayedAsTheNextJobFromItsFirstAttempt() {
        var failed = TranscriptReady.first(ID, "r", 1, 100, TRACE).afterFailure("timeout", NOW, NOW);

        assertThat(failed.replay()).isEqualTo(TranscriptReady.first(ID, "r", 2, 100, TRACE));
    }

    @Test
    void isReadableJson() throws Exception {
        var json = new ObjectMapper().registerModule(new JavaTimeModule());

        var text = json.writeValueAsString(TranscriptReady.first(ID, "r", 1, 100, TRACE));

        assertThat(text).isEqualTo(
                """
                        {"schemaVersion":1,"transcriptId":"%s","requestId":"r","job":1,"attempt":1,"bodySize":100,"trace":"%s"}"""
                        .formatted(ID, TRACE));
        assertThat(json.readValue(text, TranscriptReady.class))
                .isEqualTo(TranscriptReady.first(ID, "r", 1, 100, TRACE));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new TranscriptReady(2, ID, null, 1, 1, 0, null, null, null, null, null))
                .hasMessageContaining("schemaVersion 2");
        assertThatThrownBy(() -> TranscriptReady.first(ID, null, 0, 0, null)).hasMessageContaining("job=0");
    }
}
