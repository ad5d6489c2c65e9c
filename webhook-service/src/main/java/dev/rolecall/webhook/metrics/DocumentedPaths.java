package dev.rolecall.webhook.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;

/// Keeps what a stranger makes up out of the tag `uri`. Without it, a request that ends before it is routed to a method,
/// such as one with an Accept header that nothing matches, is measured under its own path, and after 100 of these a new
/// route is not measured any more.
class DocumentedPaths {
    private static final String HTTP = "http.server.requests";
    private static final String URI = "uri";
    private static final Tag OTHER = Tag.of(URI, "other");
    /// A key of `paths` in docs/openapi.yaml.
    private static final Pattern PATH = Pattern.compile("^ {2}(/\\S*):$", Pattern.MULTILINE);

    @Produces
    @Singleton
    MeterFilter onlyDocumentedPaths() {
        return new OnlyThese(paths());
    }

    private static Set<String> paths() {
        var document = Objects.requireNonNull(DocumentedPaths.class.getResourceAsStream("/openapi.yaml"),
                "openapi.yaml is missing in the jar");
        try (var reader = new BufferedReader(new InputStreamReader(document, UTF_8))) {
            return PATH.matcher(reader.lines().collect(Collectors.joining("\n"))).results()
                    .map((MatchResult line) -> line.group(1))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.yaml cannot be read", e);
        }
    }

    private record OnlyThese(Set<String> paths) implements MeterFilter {
        @Override
        public Meter.Id map(Meter.Id id) {
            var uri = HTTP.equals(id.getName()) ? id.getTag(URI) : null;
            return uri == null || paths.contains(uri)
                    ? id
                    : id.replaceTags(id.getTags()
                            .stream()
                            .map(tag -> URI.equals(tag.getKey()) ? OTHER : tag)
                            .toList());
        }
    }
}
