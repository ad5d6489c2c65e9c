package dev.rolecall.classifier.queue;

import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.queue.JobLog.Line;
import dev.rolecall.model.TranscriptReady;
import dev.rolecall.tracing.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;

/// A span for every time a job is worked on, in the trace of the callback that brought it, by OpenTelemetry's conventions for
/// messaging (https://opentelemetry.io/docs/specs/semconv/messaging/kafka/). The calls to the model lie below it.
@ApplicationScoped
class TraceJob {
    private final Tracer tracer;

    TraceJob(Tracer tracer) {
        this.tracer = tracer;
    }

    /// @param topic the record's
    Uni<Line> in(String topic, TranscriptReady event, Supplier<Uni<Line>> work) {
        return Uni.createFrom().deferred(() -> {
            var parent = TraceParent.contextOf(event.trace());
            return within(parent.with(begin(parent, topic, event)), work);
        });
    }

    private Span begin(Context parent, String topic, TranscriptReady event) {
        return tracer.spanBuilder("process " + topic)
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", topic)
                .setAttribute("rolecall.transcript.id", event.transcriptId().toString())
                .setAttribute("rolecall.job", event.job())
                .setAttribute("rolecall.attempt", event.attempt())
                .startSpan();
    }

    /// The span is the record's Vert.x context's, on whatever threads the work goes on.
    @SuppressWarnings("MustBeClosedChecker") // it is closed when the work ends, which no block of code lasts until
    private static Uni<Line> within(Context context, Supplier<Uni<Line>> work) {
        var span = Span.fromContext(context);
        var scope = context.makeCurrent();
        return work.get()
                .invoke(line -> note(span, line))
                .map(line -> line.of(span.getSpanContext()))
                .onTermination().invoke(() -> {
                    scope.close();
                    span.end();
                });
    }

    private static void note(Span span, Line line) {
        span.setAttribute("rolecall.outcome", line.settled().outcome());
        if (line.settled().code() != null) {
            span.setAttribute("rolecall.code", line.settled().code());
        }
    }
}
