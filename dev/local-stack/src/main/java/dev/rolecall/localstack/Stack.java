package dev.rolecall.localstack;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// All parts of Rolecall on this machine. Each part is a [Server], which can be started, killed and restarted.
public final class Stack implements AutoCloseable {
    public static final String CALLBACK_USER = "deepgram";
    public static final String CALLBACK_PASSWORD = "local";

    /// No other pod answers meanwhile, so a new one is ready at once.
    private static final Map<String, String> WEBHOOK_SETTINGS = Map.of("ROLECALL_AUTHENTICATION_USERNAME",
            CALLBACK_USER,
            "ROLECALL_AUTHENTICATION_PASSWORD", CALLBACK_PASSWORD, "ROLECALL_WARM_UP_DURATION", "0s");

    private final RunFolder folder;
    private final Ports ports;
    private final Llm llm;
    private final KeptKey key;
    private final Map<String, String> settings;
    private final Postgres postgres;
    private final JavaServer kafka;
    private final JavaServer fakeLlm;
    private final JavaServer webhook;
    private final JavaServer classifier;
    private boolean isClosed;

    public Stack(RunFolder folder, Ports ports, Llm llm) {
        this(folder, ports, llm, Map.of());
    }

    /// @param settings additional environment variables for both services
    public Stack(RunFolder folder, Ports ports, Llm llm, Map<String, String> settings) {
        this.folder = folder;
        this.ports = ports;
        this.llm = llm;
        this.settings = settings;
        this.key = new KeptKey(folder.path().resolve("api-key"), database());
        postgres = new Postgres(folder, "postgres", ports.postgres());
        kafka = program("kafka", "-Xmx512m", "dev.rolecall.localstack.KafkaBroker",
                List.of("" + ports.kafka(), "" + ports.kafkaController(), folder.data("kafka").toString()), Map.of(),
                ports.kafka());
        fakeLlm = program("fake-llm", "-Xmx256m", "dev.rolecall.fakellm.FakeLlm",
                List.of("" + ports.llm()),
                llm.provider() == null ? Map.of() : Map.of("FAKE_LLM_PROVIDER", llm.provider()), ports.llm());
        webhook = service("webhook-service", "webhook-service", ports.webhook(), ports.webhookManagement(),
                Database.WEBHOOK, WEBHOOK_SETTINGS);
        classifier = service("classifier-service", "classifier-service", ports.classifier(),
                ports.classifierManagement(), Database.CLASSIFIER, llmSettings());
    }

    /// PostgreSQL with its schema, and Kafka.
    public void startServers() {
        var kafkaStarts = CompletableFuture.runAsync(kafka::start);
        postgres.start();
        database().prepare();
        kafkaStarts.join();
    }

    /// Starts everything, each part as soon as the parts that it needs have started.
    public void start() {
        startWithout("");
    }

    /// Starts everything except one service, which is run elsewhere with the settings of [#environmentOf].
    public void startWithout(String service) {
        unlessClosed(kafka::launch);
        if (llm.isFake()) {
            unlessClosed(fakeLlm::launch);
        }
        unlessClosed(postgres::start);
        database().prepare();
        var services = Stream.of(webhook, classifier).filter(it -> !it.name().equals(service)).toList();
        services.forEach(it -> unlessClosed(it::launch));
        kafka.awaitReady();
        if (llm.isFake()) {
            fakeLlm.awaitReady();
        }
        services.forEach(JavaServer::awaitReady);
    }

    /// Starts nothing after closing has begun, for example by Ctrl-C.
    private synchronized void unlessClosed(Runnable start) {
        if (isClosed) {
            throw new IllegalStateException("ended while starting");
        }
        start.run();
    }

    /// Those that [#start] has started.
    List<Server> servers() {
        return llm.isFake()
                ? List.of(postgres, kafka, fakeLlm, webhook, classifier)
                : List.of(postgres, kafka, webhook, classifier);
    }

    /// Starts one again that has ended. Not under the lock: closing does not wait for it.
    void restart(Server server) {
        server.stop();
        unlessClosed(() -> {});
        server.start();
        if (isClosed()) {
            server.stop();
        }
    }

    synchronized boolean isClosed() {
        return isClosed;
    }

    public Database database() {
        return new Database("127.0.0.1", ports.postgres(),
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(ports.postgres()));
    }

    /// The key of an operator. It is kept in the folder of this stack, for `./rolecall keys` and for the next run.
    public String apiKey() {
        return key.key();
    }

    public Path apiKeyFile() {
        return key.file();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + ports.kafka();
    }

    public Ports ports() {
        return ports;
    }

    public RunFolder folder() {
        return folder;
    }

    public Server postgres() {
        return postgres;
    }

    public Server kafka() {
        return kafka;
    }

    public Server fakeLlm() {
        return fakeLlm;
    }

    public Server webhook() {
        return webhook;
    }

    public Server classifier() {
        return classifier;
    }

    public URI webhookUrl(String path) {
        return local(ports.webhook(), path);
    }

    public URI classifierUrl(String path) {
        return local(ports.classifier(), path);
    }

    /// Health and metrics.
    public URI webhookManagement(String path) {
        return local(ports.webhookManagement(), path);
    }

    /// Health and metrics.
    public URI classifierManagement(String path) {
        return local(ports.classifierManagement(), path);
    }

    private static URI local(int port, String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    }

    public URI fakeLlmUrl(String path) {
        return local(ports.llm(), path);
    }

    /// Stops everything, clients before the servers that they write to.
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        var services = new ArrayList<CompletableFuture<Void>>();
        services.add(CompletableFuture.runAsync(webhook::stop));
        services.add(CompletableFuture.runAsync(classifier::stop));
        services.forEach(CompletableFuture::join);
        fakeLlm.stop();
        kafka.stop();
        postgres.stop();
    }

    /// Another pod of a service.
    ///
    /// @param managementPort of health and metrics
    public record Pod(JavaServer server, int port, int managementPort) {
        public URI url(String path) {
            return local(port, path);
        }

        public URI management(String path) {
            return local(managementPort, path);
        }
    }

    /// A pod of webhook-service, which the caller starts and stops.
    ///
    /// @param name of the log file
    /// @param own additional environment variables
    public Pod anotherWebhook(String name, Map<String, String> own) {
        var environment = new HashMap<>(WEBHOOK_SETTINGS);
        environment.putAll(own);
        return pod("webhook-service", name, Database.WEBHOOK, environment);
    }

    /// A pod of classifier-service, which the caller starts and stops.
    ///
    /// @param name of the log file
    /// @param own additional environment variables
    public Pod anotherClassifier(String name, Map<String, String> own) {
        var environment = new HashMap<>(llmSettings());
        environment.putAll(own);
        return pod("classifier-service", name, Database.CLASSIFIER, environment);
    }

    private Pod pod(String module, String name, String role, Map<String, String> own) {
        var free = Ports.free();
        return new Pod(service(module, name, free.webhook(), free.webhookManagement(), role, own), free.webhook(),
                free.webhookManagement());
    }

    /// A pod of a service of version 0.1, which was built in another checkout and has health and metrics on its only port.
    /// The caller starts and stops it.
    ///
    /// @param name of the log file
    /// @param own additional environment variables
    public Pod podOf(Path checkout, String service, String name, Map<String, String> own) {
        var port = Ports.free().webhook();
        var environment = environmentOf(service);
        environment.put("QUARKUS_HTTP_PORT", "" + port);
        environment.putAll(own);
        var jar = checkout.resolve(service).resolve("target/quarkus-app/quarkus-run.jar").toString();
        var ready = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(port));
        return new Pod(new JavaServer(name, folder,
                () -> List.of("@" + checkout.resolve(service).resolve("jvm-options"), "-jar", jar), environment,
                () -> Waiting.answers(ready)), port, port);
    }

    /// A program that is measured in comparison with a service, and started like a service.
    ///
    /// @param heap options of `java`; [#jvmOptions] are those of a service
    /// @param module whose class path it uses
    /// @param port that it listens on when it is ready
    public Server rival(List<String> heap, String module, String name, String main, List<String> arguments, int port) {
        var command = new ArrayList<>(heap);
        command.addAll(List.of("-cp", Checkout.classpath(module), main));
        command.addAll(arguments);
        return new JavaServer(name, folder, () -> command, Map.of(), () -> Waiting.listens(port));
    }

    private JavaServer program(String name, String heap, String main, List<String> arguments,
            Map<String, String> environment, int port) {
        var command = new ArrayList<>(List.of(heap, "-XX:+UseSerialGC", "-cp",
                Checkout.classpath("dev/local-stack"), main));
        command.addAll(arguments);
        return new JavaServer(name, folder, () -> command, environment, () -> Waiting.listens(port));
    }

    /// The JVM options of a service, the same as in its image.
    public static String jvmOptions(String module) {
        return "@" + Checkout.root().resolve(module).resolve("jvm-options");
    }

    /// The environment variables with which a service uses this stack.
    public Map<String, String> environmentOf(String service) {
        return switch (service) {
            case "webhook-service" ->
                environment(ports.webhook(), ports.webhookManagement(), Database.WEBHOOK, WEBHOOK_SETTINGS);
            case "classifier-service" ->
                environment(ports.classifier(), ports.classifierManagement(), Database.CLASSIFIER, llmSettings());
            default -> throw new IllegalArgumentException(
                    "there is no service " + service + ": it is webhook-service or classifier-service");
        };
    }

    private Map<String, String> environment(int port, int managementPort, String role, Map<String, String> own) {
        var environment = new HashMap<>(own);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", "" + port);
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", "" + managementPort);
        environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", database().url());
        environment.put("QUARKUS_DATASOURCE_USERNAME", role);
        environment.put("QUARKUS_DATASOURCE_PASSWORD", Database.PASSWORD);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        environment.put("CLASSIFIER_URL", classifierUrl("").toString());
        environment.put("ROLECALL_INLINE_SECRET", "local");
        environment.putAll(settings);
        return environment;
    }

    private JavaServer service(String module, String name, int port, int managementPort, String role,
            Map<String, String> own) {
        var ready = local(managementPort, "/q/health/ready");
        return new JavaServer(name, folder,
                () -> List.of(jvmOptions(module), "-jar", Checkout.runnableJar(module).toString()),
                environment(port, managementPort, role, own), () -> Waiting.answers(ready));
    }

    private Map<String, String> llmSettings() {
        var environment = new HashMap<String, String>();
        environment.put("OPENAI_BASE_URL", Optional.ofNullable(llm.url()).orElse(fakeLlmUrl("/v1").toString()));
        environment.put("OPENAI_API_KEY", Optional.ofNullable(llm.apiKey()).orElse("fake"));
        if (llm.isFake()) {
            environment.put("ROLECALL_LLM_NAME", "fake-llm");
        } else if (llm.name() != null) {
            environment.put("ROLECALL_LLM_NAME", llm.name());
        }
        return environment;
    }
}
