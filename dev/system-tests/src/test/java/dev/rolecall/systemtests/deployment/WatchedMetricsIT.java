package dev.rolecall.systemtests.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.rolecall.localstack.Ports;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.Metrics;
import dev.rolecall.systemtests.Stacks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every metric that is named in rules, dashboard and documents exists in a service that has labelled a transcript,
/// and cannot label the next.
class WatchedMetricsIT {
    private static final Pattern NAME = Pattern.compile("\\b(?:rolecall|kafka_consumer)_[a-z_]+[a-z]\\b");
    private static final Ports PORTS = Ports.free();
    /// The second provider is the first once more: it fails with it.
    private static final Stack STACK = Stacks.fresh("metrics", PORTS,
            Map.of("ROLECALL_LLM_FALLBACK_URL", "http://127.0.0.1:%d/v1".formatted(PORTS.llm()),
                    "ROLECALL_LLM_FALLBACK_API_KEY", "fake", "ROLECALL_LLM_FALLBACK_NAME", "second",
                    "ROLECALL_SYNTHETIC_URL", "http://%s:%s@127.0.0.1:%d/callback".formatted(Stack.CALLBACK_USER,
                            Stack.CALLBACK_PASSWORD, PORTS.webhook())));
    private static Set<String> exposed = Set.of();

    @BeforeAll
    static void labelOneAndPause() {
        STACK.start();
        var api = new Api(STACK);
        assertThat(api.callback(CallbackBodies.of(3000).withRequestId(UUID.randomUUID())).join().statusCode())
                .isEqualTo(200);
        assertThat(api.read(STACK.webhookUrl("/transcripts?view=legacy")).path("transcripts")).isNotEmpty();
        assertThat(api.callback("no JSON".getBytes(UTF_8)).join().statusCode()).isEqualTo(200);
        await().until(() -> exposed().contains("rolecall_llm_cost_usd_total"));
        api.fakeLlm("{\"mode\":\"out-of-quota\"}");
        assertThat(api.callback(CallbackBodies.of(3000).withRequestId(UUID.randomUUID())).join().statusCode())
                .isEqualTo(200);
        // Kafka's own metrics are collected once a minute
        await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofSeconds(1)).until(() -> {
            exposed = exposed();
            return exposed
                    .containsAll(Set.of("rolecall_llm_cost_usd_total", "rolecall_transcripts", "rolecall_outbox_rows",
                            "rolecall_pause_reason", "kafka_consumer_fetch_manager_records_lag"));
        });
    }

    @AfterAll
    static void stop() {
        STACK.close();
    }

    static List<Path> documents() {
        return List.of(Manifests.RULES, Manifests.DASHBOARD, Manifests.OPERATIONS,
                Manifests.FOLDER.resolve("components/autoscaling/classifier-service.yaml"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void exist(Path document) {
        var named = NAME.matcher(Manifests.text(document))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isNotEmpty();
        assertThat(exposed).containsAll(named);
    }

    /// Kafka's client has two series for a topic with a dot in its name.
    @Test
    void countEachRetryTopicOnce() {
        assertThat(new Metrics(STACK.classifierManagement("/q/metrics")).page())
                .contains("records_lag{", "topic=\"transcript-ready.retry-")
                .doesNotContain("topic=\"transcript-ready_retry-");
    }

    /// Of every series that has a value, and of what is counted in several, whose own name none of these has.
    private static Set<String> exposed() {
        return Stream.of(STACK.webhookManagement("/q/metrics"), STACK.classifierManagement("/q/metrics"))
                .flatMap(uri -> new Metrics(uri).page().lines())
                .filter(line -> !line.endsWith(" NaN")
                        && (!line.startsWith("#") || line.matches(".* (histogram|summary)")))
                .map(line -> line.replaceFirst("# TYPE ", "").split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
