package dev.rolecall.webhook.ingestion;

import static dev.rolecall.webhook.ingestion.StoreFailure.INTERNAL;
import static dev.rolecall.webhook.ingestion.StoreFailure.TEMPORARY;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;

import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreFailureTest {
    @ParameterizedTest
    @CsvSource({"22021, DATA_REJECTED", "54000, DATA_REJECTED", "23514, INTERNAL", "42703, INTERNAL", "42501, INTERNAL",
            "53300, TEMPORARY", "57014, TEMPORARY", "57P01, TEMPORARY", "40P01, TEMPORARY", "55P03, TEMPORARY",
            "25006, TEMPORARY", "08006, TEMPORARY"})
    void sortsPostgresRefusalsByClass(String sqlState, StoreFailure expected) {
        assertThat(StoreFailure.of(new PgException("m", "ERROR", sqlState, "d"))).isEqualTo(expected);
    }

    @Test
    void takesAFailingServerForTemporary() {
        assertThat(StoreFailure.of(new ConnectException("refused"))).isEqualTo(TEMPORARY);
        assertThat(StoreFailure.of(ClosedConnectionException.INSTANCE)).isEqualTo(TEMPORARY);
        assertThat(StoreFailure.of(new NoStackTraceThrowable("Timeout"))).isEqualTo(TEMPORARY);
        assertThat(StoreFailure.of(new OutOfMemoryError())).isEqualTo(TEMPORARY);
    }

    @Test
    void takesAnExceptionOfOurCodeForInternal() {
        assertThat(StoreFailure.of(new NullPointerException())).isEqualTo(INTERNAL);
        assertThat(StoreFailure.of(new StackOverflowError())).isEqualTo(INTERNAL);
    }
}
