package dev.rolecall.systemtests.tracing;

import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;

/// What one service has told of one piece of work.
///
/// @param parent empty if it has none
record Span(String service, String name, String kind, String trace, String id, String parent,
        Map<String, String> attributes) {

    static Stream<Span> of(ResourceSpans all) {
        var service = attributes(all.getResource().getAttributesList()).getOrDefault("service.name", "");
        return all.getScopeSpansList()
                .stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span -> new Span(service, span.getName(), span.getKind().name().replace("SPAN_KIND_", ""),
                        hex(span.getTraceId()), hex(span.getSpanId()), hex(span.getParentSpanId()),
                        attributes(span.getAttributesList())));
    }

    private static Map<String, String> attributes(java.util.List<KeyValue> all) {
        return all.stream().collect(Collectors.toMap(KeyValue::getKey, it -> text(it.getValue())));
    }

    private static String text(AnyValue value) {
        return value.hasStringValue() ? value.getStringValue() : Long.toString(value.getIntValue());
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
