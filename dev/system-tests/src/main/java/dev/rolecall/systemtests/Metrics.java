package dev.rolecall.systemtests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads the metrics of a running service.
public final class Metrics {
    private static final Pattern BOUND = Pattern.compile("le=\"([^\"]+)\"");

    private final URI uri;
    private final HttpClient http = HttpClient.newHttpClient();

    public Metrics(URI uri) {
        this.uri = uri;
    }

    /// @param series beginning of name and labels, `rolecall_outbox_publish_seconds_bucket{since="commit"`
    public Counts histogram(String series) {
        var counts = new TreeMap<Double, Double>();
        page().lines().filter(line -> line.startsWith(series)).forEach(line -> {
            var bound = BOUND.matcher(line);
            if (bound.find()) {
                counts.put("+Inf".equals(bound.group(1))
                        ? Double.POSITIVE_INFINITY
                        : Double.parseDouble(bound.group(1)),
                        Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
            }
        });
        return new Counts(counts);
    }

    /// @param series beginning of name and labels
    public double value(String series) {
        return page().lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// Cumulative counts by upper bound in seconds.
    public record Counts(TreeMap<Double, Double> upTo) {

        public Counts since(Counts before) {
            var counts = new TreeMap<Double, Double>();
            upTo.forEach((bound, count) -> counts.put(bound, count - before.upTo.getOrDefault(bound, 0.0)));
            return new Counts(counts);
        }

        public double count() {
            return upTo.isEmpty() ? 0 : upTo.lastEntry().getValue();
        }

        /// In milliseconds, interpolated between bounds.
        public double percentile(double percent) {
            var wanted = count() * percent / 100;
            var lower = 0.0;
            var below = 0.0;
            for (var bucket : upTo.entrySet()) {
                if (bucket.getValue() >= wanted) {
                    var width = Double.isInfinite(bucket.getKey()) ? 0 : bucket.getKey() - lower;
                    var within = bucket.getValue() == below ? 0 : (wanted - below) / (bucket.getValue() - below);
                    return (lower + width * within) * 1000;
                }
                lower = bucket.getKey();
                below = bucket.getValue();
            }
            return Double.NaN;
        }
    }

    /// In Prometheus' text format.
    public String page() {
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new IllegalStateException(uri + " gave no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
