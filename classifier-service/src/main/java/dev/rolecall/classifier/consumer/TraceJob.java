package dev.rolecall.classifier.consumer;

import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.settlement.JobLog.Line;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.tracing.MessagingSpans;
import dev.rolecall.tracing.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;

/// One span per attempt at a job, in the trace of the callback that brought the transcript. LLM calls are child spans.
/// A job that is retried or dead-lettered is not an error of the span: the outcome is an attribute.
@ApplicationScoped
class TraceJob {
    private final MessagingSpans spans;

    TraceJob(MessagingSpans spans) {
        this.spans = spans;
    }

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

    /// Makes the span current on the record's Vert.x context, so that work on other threads finds it.
    @SuppressWarnings("MustBeClosedChecker") // closed when the work ends, which is after this method
    private static Uni<Line> within(Context context, Supplier<Uni<? extends Line>> work) {
        var span = Span.fromContext(context);
        var scope = context.makeCurrent();
        return Uni.createFrom().<Line>deferred(work)
                .invoke(line -> describe(span, line))
                // only the class name: a message might contain transcript text
                .onFailure().invoke(failure -> span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName()))
                .onTermination().invoke(() -> {
                    scope.close();
                    span.end();
                });
    }

    private static void describe(Span span, Line line) {
        span.setAttribute("rolecall.outcome", line.settled().outcome());
        if (line.settled().code() != null) {
            span.setAttribute("rolecall.code", line.settled().code());
        }
    }
}
