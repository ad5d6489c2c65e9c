package dev.rolecall.systemtests.routes;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/// A way in of the manifests: paths of a host that lead to a service.
///
/// @param prefix one or more whole segments, or `/` for everything
record Route(String host, String prefix, String service) {

    /// Of HTTPRoutes and Ingresses.
    static List<Route> in(List<JsonNode> objects) {
        return objects.stream().flatMap(Route::of).toList();
    }

    private static Stream<Route> of(JsonNode object) {
        return switch (object.path("kind").asText()) {
            case "HTTPRoute" -> object.at("/spec/hostnames").valueStream().map(JsonNode::asText)
                    .flatMap(host -> object.at("/spec/rules").valueStream().flatMap(rule -> ofRule(host, rule)));
            case "Ingress" -> object.at("/spec/rules").valueStream()
                    .flatMap(rule -> rule.at("/http/paths").valueStream()
                            .map(path -> new Route(rule.path("host").asText(),
                                    prefix(path.path("pathType"), "Prefix", path.path("path")),
                                    path.at("/backend/service/name").asText())));
            default -> Stream.empty();
        };
    }

    private static Stream<Route> ofRule(String host, JsonNode rule) {
        var service = rule.at("/backendRefs/0/name").asText();
        return rule.has("matches")
                ? rule.path("matches").valueStream().map(match -> new Route(host,
                        prefix(match.at("/path/type"), "PathPrefix", match.at("/path/value")), service))
                : Stream.of(new Route(host, "/", service));
    }

    private static String prefix(JsonNode type, String expected, JsonNode value) {
        if (!type.asText().equals(expected)) {
            throw new IllegalArgumentException("a path of type " + type + " has no translation yet");
        }
        return value.asText();
    }
}
