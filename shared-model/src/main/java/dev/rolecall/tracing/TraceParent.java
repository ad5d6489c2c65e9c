package dev.rolecall.tracing;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/// A span's place in its trace as text: W3C trace context (https://www.w3.org/TR/trace-context/#traceparent-header). Events
/// carry it, so that whoever works on one does so in the callback's trace, minutes or days later.
public final class TraceParent {
    /// Of a record's headers, as of HTTP's.
    public static final String HEADER = "traceparent";

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private TraceParent() {}

    /// @return null if nothing is traced
    public static @Nullable String ofCurrentSpan() {
        if (!Span.current().getSpanContext().isValid()) {
            return null;
        }
        var carrier = new HashMap<String, String>();
        W3C.inject(Context.current(), carrier, Map::put);
        return carrier.get(HEADER);
    }

    /// Where a new span goes. Anyone may have written the text: what is none begins a trace of its own.
    public static Context contextOf(@Nullable String text) {
        return text == null ? Context.root() : W3C.extract(Context.root(), text, Text.INSTANCE);
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
