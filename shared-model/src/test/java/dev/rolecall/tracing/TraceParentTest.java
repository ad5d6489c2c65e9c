package dev.rolecall.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TEXT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void isReadAndWrittenAsW3CHasIt() {
        try (var _ = TraceParent.contextOf(TEXT).makeCurrent()) {
            assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(TraceParent.ofCurrentSpan()).isEqualTo(TEXT);
        }
    }

    @Test
    void isAbsentWhereNothingIsTraced() {
        assertThat(TraceParent.ofCurrentSpan()).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "mine", "00-00000000000000000000000000000000-b7ad6b7169203331-01"})
    void beginsATraceOfItsOwnWhereTheTextIsNone(String text) {
        assertThat(Span.fromContext(TraceParent.contextOf(text)).getSpanContext().isValid()).isFalse();
    }
}
