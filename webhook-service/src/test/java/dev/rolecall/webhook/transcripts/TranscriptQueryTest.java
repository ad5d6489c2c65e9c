package dev.rolecall.webhook.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.ws.rs.core.MultivaluedHashMap;

import dev.rolecall.contract.Status;
import dev.rolecall.webhook.problem.BadRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriptQueryTest {

    @Test
    void asksForTheLatestFiftyIfNothingIsSaid() {
        var query = TranscriptQuery.of(new MultivaluedHashMap<>(), Optional.empty());

        assertThat(query.limit()).isEqualTo(50);
        assertThat(query.parameters()).isEmpty();
    }

    @Test
    void combinesFilters() {
        var before = UUID.fromString("01a209c1-ca1f-7d17-845f-c622db1dab66");
        var asked = new MultivaluedHashMap<String, String>();
        asked.add("processingStatus", "failed");
        asked.add("before", before.toString());

        var query = TranscriptQuery.of(asked, Optional.empty());

        assertThat(query.condition()).contains("processingStatus = :processingStatus", " AND ", "id < :before");
        assertThat(query.parameters()).isEqualTo(Map.of("processingStatus", Status.FAILED, "before", before));
    }

    @ParameterizedTest
    @CsvSource({"status,done", "processingStatus,''", "limit,0", "limit,501", "limit,many", "before,7", "statu,failed"})
    void saysWhatIsWrongWithABadQuery(String name, String value) {
        var asked = new MultivaluedHashMap<String, String>();
        asked.add(name, value);

        assertThatThrownBy(() -> TranscriptQuery.of(asked, Optional.empty())).isInstanceOf(BadRequest.class)
                .hasMessageContaining(name);
    }
}
