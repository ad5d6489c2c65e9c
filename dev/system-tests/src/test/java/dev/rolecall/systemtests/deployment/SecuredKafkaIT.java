package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.contract.Topics;
import dev.rolecall.localstack.Stack;
import dev.rolecall.localstack.Stack.Pod;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.Stacks;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both services over TLS, each with its own login and the ACLs of deploy/kafka/acls.sh; and what those deny.
class SecuredKafkaIT {
    private static final Stack STACK = Stacks.fresh("secured-kafka");
    @TempDir
    private static @Nullable Path folder;
    private static @Nullable SecuredKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = new SecuredKafka(STACK, Objects.requireNonNull(folder));
        kafka.start();
        kafka.setRules();
        try (var admin = Admin.create(kafka.admin())) {
            admin.createTopics(
                    Topics.ALL.stream().map(it -> new NewTopic(it, Optional.of(2), Optional.empty())).toList())
                    .all()
                    .get();
        }
        STACK.postgres().start();
        STACK.database().prepare();
        STACK.fakeLlm().start();
    }

    @AfterAll
    static void stop() {
        STACK.close();
        kafka().stop();
    }

    private static SecuredKafka kafka() {
        return Objects.requireNonNull(kafka);
    }

    @Test
    void labelsATranscript() throws JsonProcessingException {
        var webhook = STACK.anotherWebhook("webhook", kafka().environmentOf("webhook-service"));
        var classifier = STACK.anotherClassifier("classifier", kafka().environmentOf("classifier-service"));
        try {
            webhook.server().start();
            classifier.server().start();
            assertLabels(webhook);
        } finally {
            webhook.server().stop();
            classifier.server().stop();
        }
    }

    private static void assertLabels(Pod webhook) throws JsonProcessingException {
        var api = new Api(STACK, webhook.url(""));
        var answer = api.callback(CallbackBodies.of(3000).withRequestId(UUID.randomUUID())).join();
        assertThat(answer.statusCode()).isEqualTo(200);
        var id = new ObjectMapper().readTree(answer.body()).path("transcriptId").asText();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> api.read(webhook.url("/transcripts/" + id)).path("processingStatus").asText().equals(
                        "completed"));
        await().atMost(Duration.ofSeconds(30)).until(() -> published(Topics.CLASSIFIED) > 0);
    }

    private static long published(String topic) {
        try (var consumer = new KafkaConsumer<>(kafka().admin(), new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor(topic)
                    .stream()
                    .map(it -> new org.apache.kafka.common.TopicPartition(topic, it.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
        }
    }

    @ParameterizedTest
    @CsvSource({"webhook-service, transcript-classified", "webhook-service, transcript-ready.retry-5s",
            "classifier-service, transcript-erasures", "classifier-service, transcript-ready"})
    void refusesToTake(String login, String topic) {
        try (var producer = new KafkaProducer<>(kafka().clientOf(login), new StringSerializer(),
                new StringSerializer())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, "{}")).get())
                    .hasRootCauseInstanceOf(AuthorizationException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"webhook-service, transcript-ready, classifier-service",
            "webhook-service, transcript-ready.dead-letter, own",
            "classifier-service, transcript-classified, classifier-service",
            "classifier-service, transcript-ready, own"})
    void refusesToGive(String login, String topic, String group) {
        var settings = kafka().clientOf(login);
        settings.putAll(Map.of("group.id", group, "auto.offset.reset", "earliest"));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            assertThatThrownBy(() -> {
                for (var i = 0; i < 50; i++) {
                    consumer.poll(Duration.ofMillis(200));
                }
            }).isInstanceOf(AuthorizationException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"webhook-service", "classifier-service"})
    void refusesToChangeTopics(String login) {
        try (var admin = Admin.create(kafka().clientOf(login))) {
            assertRefused(() -> admin.createTopics(List.of(new NewTopic("another", 1, (short) 1))).all().get());
            assertRefused(() -> admin.deleteTopics(List.of(Topics.READY)).all().get());
            assertRefused(() -> admin.createPartitions(Map.of(Topics.READY,
                    org.apache.kafka.clients.admin.NewPartitions.increaseTo(9))).all().get());
        }
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(AuthorizationException.class);
    }

    @Test
    void refusesAWrongPassword() {
        try (var admin = Admin.create(kafka().client("webhook-service", "guess"))) {
            assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void doesNotSpeakWithoutTls() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", STACK.bootstrapServers(), "default.api.timeout.ms",
                3000, "request.timeout.ms", 1000))) {
            assertThatThrownBy(() -> admin.describeCluster().nodes().get()).hasCauseInstanceOf(TimeoutException.class);
        }
    }
}
