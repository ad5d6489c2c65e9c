package dev.rolecall.classifier.consumer;

import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.consumer.JobLog.Line;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.tracing.MessagingSpans;
import dev.rolecall.tracing.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;

/// A span for every time a job is worked on, in the trace of the callback that brought it. The calls to the model lie below
/// it.
@ApplicationScoped
class TraceJob {
    private final MessagingSpans spans;

    TraceJob(MessagingSpans spans) {
        this.spans = spans;
    }

    /// @param topic the record's
    Uni<Line> in(String topic, TranscriptReady event, Supplier<Uni<? extends Line>> work) {
        return Uni.createFrom().deferred(() -> {
            var parent = TraceParent.contextOf(event.trace());
            var span = spans.process(topic, parent)
                    .setAttribute("rolecall.transcript.id", event.transcriptId().toString())
                    .setAttribute("rolecall.job", event.job())
                    .setAttribute("rolecall.attempt", event.attempt());
            return within(parent.with(span), work);
        });
    }

    /// The span is the record's Vert.x context's, on whatever threads the work goes on.
    @SuppressWarnings("MustBeClosedChecker") // it is closed when the work ends, which no block of code lasts until
    private static Uni<Line> within(Context context, Supplier<Uni<? extends Line>> work) {
        var span = Span.fromContext(context);
        var scope = context.makeCurrent();
        return Uni.createFrom().<Line>deferred(work)
                .invoke(line -> note(span, line))
                // its name alone: a message could have anything in it
                .onFailure().invoke(failure -> span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName()))
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
