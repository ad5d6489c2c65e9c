package dev.rolecall.outbox;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.tracing.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;

/// A span for a row's way to the broker, by OpenTelemetry's conventions for messaging
/// (https://opentelemetry.io/docs/specs/semconv/messaging/kafka/).
@ApplicationScoped
class TracePublishing {
    private final Tracer tracer;

    TracePublishing(Tracer tracer) {
        this.tracer = tracer;
    }

    /// A span of the row's trace; none where the row has no trace.
    Span begin(OutboxRow row) {
        var parent = row.headers().get(TraceParent.HEADER);
        return parent == null
                ? Span.getInvalid()
                : tracer.spanBuilder("send " + row.topic())
                        .setParent(TraceParent.contextOf(parent))
                        .setSpanKind(SpanKind.PRODUCER)
                        .setAttribute("messaging.system", "kafka")
                        .setAttribute("messaging.operation.type", "send")
                        .setAttribute("messaging.destination.name", row.topic())
                        .startSpan();
    }
}
