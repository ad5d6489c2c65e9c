package dev.rolecall.tracing;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/// A span's position in its trace as text: W3C trace context (https://www.w3.org/TR/trace-context/#traceparent-header).
/// Events carry it, so that work on an event, minutes or days later, belongs to the callback's trace.
public final class TraceParent {
    /// Name of the header, of Kafka records and of HTTP requests.
    public static final String HEADER = "traceparent";

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private TraceParent() {}

    /// @return null if the current span is not recorded
    public static @Nullable String ofCurrentSpan() {
        if (!Span.current().getSpanContext().isValid()) {
            return null;
        }
        var carrier = new HashMap<String, String>();
        W3C.inject(Context.current(), carrier, Map::put);
        return carrier.get(HEADER);
    }

    /// The parent for a new span. Text that is not a valid `traceparent` starts a new trace: a record may come from
    /// anywhere.
    public static Context contextOf(@Nullable String text) {
        return text == null ? Context.root() : W3C.extract(Context.root(), text, Text.INSTANCE);
    }

    /// Whether the text is a `traceparent`.
    public static boolean isValid(String text) {
        return Span.fromContext(contextOf(text)).getSpanContext().isValid();
    }

    private enum Text implements TextMapGetter<String> {
        INSTANCE;

        @Override
        public Iterable<String> keys(String text) {
            return java.util.List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String text, String key) {
            return key.equals(HEADER) ? text : null;
        }
    }
}
