package dev.rolecall.localstack;

import java.util.List;
import java.util.Map;
import java.util.Properties;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;

/// One Kafka node, broker and controller, as a program: `KafkaBroker PORT CONTROLLER_PORT FOLDER [PROPERTIES LOGIN…]`,
/// with a properties file that overrides the defaults, and initial SCRAM logins (`SCRAM-SHA-512=[name=…,password=…]`).
final class KafkaBroker {
    private KafkaBroker() {}

    public static void main(String[] arguments) throws Exception {
        var port = arguments[0];
        var controllerPort = arguments[1];
        var folder = arguments[2];
        var properties = properties(port, controllerPort, folder);
        if (arguments.length > 3) {
            properties.putAll(Utils.loadProps(arguments[3]));
        }
        format(folder, List.of(arguments).subList(Math.min(4, arguments.length), arguments.length));
        var server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        server.startup();
        server.awaitShutdown();
    }

    private static void format(String folder, List<String> logins) throws Exception {
        new Formatter().setPrintStream(System.out)
                .setClusterId("cm9sZWNhbGwtbG9jYWwtMQ")
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder)
                .addDirectory(folder)
                .setIgnoreFormatted(true)
                .setScramArguments(logins)
                .run();
    }

    private static Properties properties(String port, String controllerPort, String folder) {
        var properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT"),
                Map.entry("log.dirs", folder),
                // the services create the topics
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // with the default of 9 s, a broker that was killed counts as alive that long
                // after it has restarted
                Map.entry("broker.session.timeout.ms", "2000"),
                Map.entry("broker.heartbeat.interval.ms", "500")));
        return properties;
    }
}
