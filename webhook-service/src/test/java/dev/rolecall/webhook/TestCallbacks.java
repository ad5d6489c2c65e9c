package dev.rolecall.webhook;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.rolecall.contract.Topics;
import dev.rolecall.localstack.Database;
import dev.rolecall.webhook.body.ScanBodyTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// Sends callbacks to the service under test, politely and otherwise.
public final class TestCallbacks {
    /// The header that the service under test accepts.
    public static final String AUTHORIZATION = "Authorization: Basic ZGVlcGdyYW06c2VjcmV0";

    private TestCallbacks() {}

    public static RequestSpecification authorized() {
        return given().auth().preemptive().basic("deepgram", "secret").contentType(ContentType.JSON);
    }

    /// With the key of an operator.
    public static RequestSpecification operator() {
        return with(config("test.operator-key"));
    }

    /// With any API key or token.
    public static RequestSpecification with(String key) {
        return given().auth().preemptive().oauth2(key);
    }

    /// Health and metrics.
    public static RequestSpecification management() {
        return given().port(Integer.parseInt(config("quarkus.management.test-port")));
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    public static ValidatableResponse send(String body) {
        return sendTo("/callback", body);
    }

    /// @param path as it is sent
    public static ValidatableResponse sendTo(String path, String body) {
        return authorized().urlEncodingEnabled(false).body(body).post(path).then();
    }

    public static String success(String requestId, String word) {
        return "{\"metadata\":{\"request_id\":\"%s\"},\"results\":{\"channels\":[{\"alternatives\":[{\"words\":[{\"word\":\"%s\"}]}]}]}}"
                .formatted(requestId, word);
    }

    public static String sample(String name) throws IOException {
        return new String(ScanBodyTest.sample(name), UTF_8);
    }

    public static int count(String query) throws SQLException {
        try (var connection = owner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /// @return null if there is no row
    public static @Nullable String text(String query) throws SQLException {
        try (var connection = owner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    public static void execute(String sql) throws SQLException {
        try (var connection = owner(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Locks the row of a transcript until the connection is closed or rolled back.
    public static java.sql.Connection hold(String transcriptId) throws SQLException {
        var connection = owner();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT FROM transcripts WHERE id = '%s' FOR UPDATE".formatted(transcriptId));
        }
        return connection;
    }

    public static java.sql.Connection owner() throws SQLException {
        var url = ConfigProvider.getConfig().getValue("test.owner.jdbc-url", String.class);
        return DriverManager.getConnection(url, Database.OWNER, Database.PASSWORD);
    }

    /// How many events of a transcript are in the outbox or published. A row is deleted when its record is
    /// acknowledged.
    public static long events(String transcriptId) throws SQLException {
        return count("SELECT count(*) FROM outbox WHERE key = '" + transcriptId + "'")
                + (long) valuesOf(transcriptId).size();
    }

    /// The events of a transcript that are published, oldest first.
    public static List<String> valuesOf(String key) {
        return recordsIn(Topics.READY).stream()
                .filter(record -> key.equals(record.key()))
                .map(ConsumerRecord::value)
                .toList();
    }

    /// All records of a topic, those of one key in their order.
    public static List<ConsumerRecord<String, String>> recordsIn(String topic) {
        var servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", servers), new StringDeserializer(),
                new StringDeserializer())) {
            var partitions = consumer.partitionsFor(topic)
                    .stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var found = new ArrayList<ConsumerRecord<String, String>>();
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
            return found;
        }
    }

    public static Socket connect() throws IOException {
        var socket = new Socket("localhost",
                ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class));
        socket.setSoTimeout(20_000);
        return socket;
    }

    public static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    /// The beginning of a callback whose body is still to come.
    public static void begin(Socket socket, long contentLength) throws IOException {
        write(socket, """
                POST /callback HTTP/1.1\r
                Host: localhost\r
                %s\r
                Content-Length: %d\r
                \r
                """.formatted(AUTHORIZATION, contentLength));
    }

    public static String statusLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (var c = socket.getInputStream().read(); c >= 0 && c != '\r'; c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
