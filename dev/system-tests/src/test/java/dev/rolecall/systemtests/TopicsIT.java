package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.rolecall.contract.Topics;
import dev.rolecall.localstack.Stack;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

/// One topic that takes no records delays no other: results wait for theirs while dead letters arrive.
class TopicsIT {
    private static final CallbackBodies BODIES = CallbackBodies.of(5_000);
    private static final int PARTITIONS = 4;
    private static final int JOBS = 40;
    /// Less than a second sweep of a row that was refused, which comes after thirty seconds.
    private static final Duration PROMPT = Duration.ofSeconds(20);
    private static final Duration IN_THE_END = Duration.ofSeconds(90);

    @Test
    void deliversToTheOthersWhileOneRefusesRecords() throws Exception {
        try (var stack = Stacks.fresh("topics"); var admin = admin(stack)) {
            stack.start();
            var api = new Api(stack);
            set(admin, new AlterConfigOp(new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "50"), OpType.SET));
            label(api);

            deadLettersArrive(api, admin);

            assertThat(records(admin, Topics.CLASSIFIED)).isZero();
            set(admin, new AlterConfigOp(new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, ""), OpType.DELETE));
            await().atMost(IN_THE_END).until(() -> records(admin, Topics.CLASSIFIED) >= JOBS);
        }
    }

    @Test
    void deliversToTheOthersWhileOneIsMissingAndNamesIt() throws Exception {
        try (var stack = Stacks.fresh("topics", Map.of("ROLECALL_TOPICS_CREATE", "false"));
                var admin = admin(stack)) {
            stack.startServers();
            create(admin, Topics.ALL.stream().filter(topic -> !topic.equals(Topics.CLASSIFIED)).toList());
            stack.fakeLlm().start();
            stack.webhook().start();
            stack.classifier().start();
            var api = new Api(stack);
            label(api);

            deadLettersArrive(api, admin);

            assertThat(new Metrics(stack.classifierManagement("/q/metrics")).value("rolecall_topics_missing"))
                    .isEqualTo(1);
            assertThat(logOf(stack)).contains("These topics do not exist: " + Topics.CLASSIFIED);
            create(admin, List.of(Topics.CLASSIFIED));
            await().atMost(IN_THE_END).until(() -> records(admin, Topics.CLASSIFIED) >= JOBS);
        }
    }

    private static Admin admin(Stack stack) {
        return Admin.create(Map.of("bootstrap.servers", (Object) stack.bootstrapServers()));
    }

    private static void label(Api api) {
        var ids = api.store(BODIES, JOBS);
        await().atMost(IN_THE_END)
                .until(() -> ids.stream()
                        .allMatch(id -> api.transcript(id).path("processingStatus").asText().equals("completed")));
    }

    private static void deadLettersArrive(Api api, Admin admin) {
        api.fakeLlm("{\"mode\":\"refusing\"}");
        api.store(BODIES, JOBS);
        await().atMost(PROMPT).until(() -> records(admin, Topics.DEAD_LETTER) >= JOBS);
    }

    private static void set(Admin admin, AlterConfigOp change) throws Exception {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.CLASSIFIED);
        await().atMost(PROMPT).until(() -> admin.listTopics().names().get().contains(Topics.CLASSIFIED));
        admin.incrementalAlterConfigs(Map.of(topic, (Collection<AlterConfigOp>) List.of(change))).all().get();
    }

    private static void create(Admin admin, List<String> topics) throws Exception {
        admin.createTopics(topics.stream().map(it -> new NewTopic(it, PARTITIONS, (short) 1)).toList()).all().get();
    }

    private static long records(Admin admin, String topic) throws Exception {
        var partitions = admin.describeTopics(List.of(topic)).allTopicNames().get().values().iterator().next()
                .partitions().size();
        var ends = admin.listOffsets(IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(it -> new TopicPartition(topic, it), _ -> OffsetSpec.latest()))).all().get();
        return ends.values().stream().mapToLong(end -> end.offset()).sum();
    }

    private static String logOf(Stack stack) throws IOException {
        return Files.readString(stack.folder().log("classifier-service"));
    }
}
