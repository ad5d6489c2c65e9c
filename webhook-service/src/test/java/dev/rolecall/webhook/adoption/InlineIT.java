package dev.rolecall.webhook.adoption;

import static dev.rolecall.webhook.TestCallbacks.authorized;
import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.events;
import static dev.rolecall.webhook.TestCallbacks.management;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.rolecall.webhook.RealServers;
import dev.rolecall.webhook.TestClassifier;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The way `inline`, with a classifier that answers, declines, fails, or is silent.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class InlineIT {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private final TestClassifier classifier = RealServers.classifier();
    private final String tag = UUID.randomUUID().toString();

    @BeforeEach
    void goInline() {
        classifier.behave(200, Duration.ZERO);
        set(100);
        await().ignoreExceptions().until(() -> {
            store();
            return classifier.asked() > 0;
        });
    }

    @AfterEach
    void goBack() {
        classifier.behave(200, Duration.ZERO);
        set(0);
    }

    @Test
    void publishesNothingForWhatIsSettledWhileTheCallbackWaits() throws SQLException {
        var id = store();

        assertThat(classifier.lastRequest()).contains("\"transcriptId\":\"" + id + "\"", "\"attempt\":1");
        assertThat(count("SELECT count(*) FROM transcripts WHERE way = 'inline' AND id = '" + id + "'")).isEqualTo(1);
        await().until(() -> count("SELECT count(*) FROM outbox WHERE key = '" + id + "'") == 0);
        assertThat(events(id)).isZero();
        management().get("/q/metrics").then()
                .body(containsString("rolecall_inline_seconds_count{outcome=\"settled\"}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 500, 401, 404})
    void publishesTheEventAtOnceIfTheClassifierDeclinesOrFails(int status) throws SQLException {
        classifier.behave(status, Duration.ZERO);
        var before = publishedByTheirPod();

        var id = store();

        await().until(() -> count("SELECT count(*) FROM outbox WHERE key = '" + id + "'") == 0);
        assertThat(publishedByTheirPod()).as("events that the sweeper did not have to find").isEqualTo(before + 1);
        assertThat(events(id)).isEqualTo(1);
    }

    @Test
    void acknowledgesAtTheDeadlineAndPublishesLaterIfTheClassifierIsSilent() throws SQLException {
        classifier.behave(200, Duration.ofSeconds(5));
        var began = System.nanoTime();

        var id = store();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(DEADLINE, DEADLINE.plusMillis(900));
        assertThat(count("SELECT count(*) FROM outbox WHERE key = '" + id + "'"))
                .isEqualTo(1);
        await().atMost(Duration.ofSeconds(8))
                .until(() -> count("SELECT count(*) FROM outbox WHERE key = '" + id + "'") == 0);
        assertThat(events(id)).isEqualTo(1);
    }

    /// Else every callback would wait for it.
    @Test
    void doesNotAskAClassifierThatHasBeenSilentTenTimes() {
        classifier.behave(200, Duration.ofSeconds(5));
        Stream.generate(() -> CompletableFuture.runAsync(this::store)).limit(10).toList()
                .forEach(CompletableFuture::join);
        var asked = classifier.asked();
        var began = System.nanoTime();

        store();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(DEADLINE);
        assertThat(classifier.asked()).isEqualTo(asked);
        classifier.behave(200, Duration.ZERO);
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            store();
            return classifier.asked() > 0;
        });
    }

    private static double publishedByTheirPod() {
        return management().get("/q/metrics").asString().lines()
                .filter(line -> line.startsWith("rolecall_outbox_publish_seconds_count{since=\"commit\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private void set(int percent) {
        operator().contentType(ContentType.JSON)
                .body("{\"value\":\"inline\",\"tag\":\"%s\",\"percent\":%d}".formatted(tag, percent))
                .put("/flags/way")
                .then()
                .statusCode(200);
    }

    private String store() {
        return authorized()
                .body("{\"metadata\":{\"request_id\":\"%s\",\"tags\":[\"%s\"]},\"results\":{}}".formatted(
                        UUID.randomUUID(), tag))
                .post("/callback")
                .then()
                .statusCode(200)
                .extract()
                .path("transcriptId");
    }
}
