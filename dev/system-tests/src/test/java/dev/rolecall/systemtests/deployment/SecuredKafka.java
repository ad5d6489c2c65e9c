package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Server;
import dev.rolecall.localstack.Stack;

/// A Kafka with TLS only, SCRAM logins, and ACLs that deny by default.
final class SecuredKafka {
    private static final String ADMIN = "admin";
    private static final List<String> LOGINS = List.of(ADMIN, "webhook-service", "classifier-service");

    private final Stack stack;
    private final Path folder;
    private final Certificate certificate;
    private final Server broker;

    /// @param folder for keys, certificates and configuration
    SecuredKafka(Stack stack, Path folder) {
        this.stack = stack;
        this.folder = folder;
        this.certificate = Certificate.in(folder);
        var arguments = Stream.concat(
                Stream.of("" + stack.ports().kafka(), "" + stack.ports().kafkaController(),
                        stack.folder().data("kafka").toString(), brokerProperties().toString()),
                LOGINS.stream().map(it -> "SCRAM-SHA-512=[name=%s,password=%s]".formatted(it, passwordOf(it))));
        broker = stack.rival(List.of("-Xmx512m", "-XX:+UseSerialGC"), "dev/local-stack", "kafka-secured",
                "dev.rolecall.localstack.KafkaBroker", arguments.toList(), stack.ports().kafka());
    }

    void start() {
        broker.start();
    }

    void stop() {
        broker.stop();
    }

    /// The login settings of a service: production's environment with other addresses and files.
    Map<String, String> environmentOf(String login) {
        var environment = new HashMap<>(Manifests.production("KAFKA_"));
        environment.putAll(Map.of("KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers(), "KAFKA_SASL_JAAS_CONFIG",
                jaas(login, passwordOf(login)), "KAFKA_SSL_TRUSTSTORE_LOCATION", certificate.pem().toString(),
                "ROLECALL_TOPICS_CREATE", "false"));
        return environment;
    }

    Map<String, Object> clientOf(String login) {
        return client(login, passwordOf(login));
    }

    Map<String, Object> admin() {
        return clientOf(ADMIN);
    }

    Map<String, Object> client(String login, String password) {
        return new HashMap<>(Map.of("bootstrap.servers", stack.bootstrapServers(), "security.protocol", "SASL_SSL",
                "sasl.mechanism", "SCRAM-SHA-512", "sasl.jaas.config", jaas(login, password), "ssl.truststore.type",
                "PEM", "ssl.truststore.location", certificate.pem().toString()));
    }

    /// Runs deploy/kafka/acls.sh with Kafka's own tool, from the broker's libraries.
    void setRules() {
        var bin = folder.resolve("bin");
        var client = folder.resolve("admin.properties");
        try {
            Files.createDirectories(bin);
            Files.writeString(bin.resolve("kafka-acls.sh"), """
                    #!/bin/sh
                    exec "%s/bin/java" -Xmx128m -XX:TieredStopAtLevel=1 -cp "%s" org.apache.kafka.tools.AclCommand "$@"
                    """.formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
            Files.setPosixFilePermissions(bin.resolve("kafka-acls.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
            store(client, admin());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var made = Tool.run(folder, "env", "PATH=" + bin + ":" + System.getenv("PATH"),
                Checkout.root().resolve("deploy/kafka/acls.sh").toString(), stack.bootstrapServers(),
                client.toString());
        assertThat(made.code()).as(made.output()).isZero();
    }

    private static String passwordOf(String login) {
        return login + "-password";
    }

    private static String jaas(String login, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(login, password);
    }

    private Path brokerProperties() {
        var file = folder.resolve("broker.properties");
        var ports = stack.ports();
        store(file, Map.ofEntries(
                Map.entry("listeners", "SASL_SSL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(ports.kafka(),
                        ports.kafkaController())),
                Map.entry("advertised.listeners", "SASL_SSL://127.0.0.1:" + ports.kafka()),
                Map.entry("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL"),
                Map.entry("inter.broker.listener.name", "SASL_SSL"),
                Map.entry("sasl.enabled.mechanisms", "SCRAM-SHA-512"),
                Map.entry("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512"),
                Map.entry("listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config", jaas(ADMIN, passwordOf(ADMIN))),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                // clients of the controller's listener, on this machine, are anonymous
                Map.entry("super.users", "User:" + ADMIN + ";User:ANONYMOUS"),
                Map.entry("ssl.keystore.type", "PKCS12"),
                Map.entry("ssl.keystore.location", certificate.keyStore().toString()),
                Map.entry("ssl.keystore.password", Certificate.PASSWORD),
                Map.entry("ssl.truststore.type", "PEM"),
                Map.entry("ssl.truststore.location", certificate.pem().toString())));
        return file;
    }

    private static void store(Path file, Map<String, Object> values) {
        var properties = new Properties();
        properties.putAll(values);
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
