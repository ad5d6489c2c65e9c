package dev.rolecall.tracing;

import jakarta.enterprise.context.ApplicationScoped;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/// Spans for Kafka records, with the names and attributes of OpenTelemetry's conventions for Kafka
/// (https://opentelemetry.io/docs/specs/semconv/messaging/kafka/). The caller ends the span.
@ApplicationScoped
public class MessagingSpans {
    private final Tracer tracer;

    MessagingSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /// The span of a send, from handing the record to the client until the broker's acknowledgement.
    public Span send(String topic, Context parent) {
        return begin("send", SpanKind.PRODUCER, topic, parent);
    }

    public Span process(String topic, Context parent) {
        return begin("process", SpanKind.CONSUMER, topic, parent);
    }

    private Span begin(String operation, SpanKind kind, String topic, Context parent) {
        return tracer.spanBuilder(operation + " " + topic)
                .setParent(parent)
                .setSpanKind(kind)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", operation)
                .setAttribute("messaging.operation.type", operation)
                .setAttribute("messaging.destination.name", topic)
                .startSpan();
    }
}
