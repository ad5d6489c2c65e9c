package dev.rolecall.localstack;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/// The whole of Rolecall on this machine. Parts are started, killed and brought back by [Server].
public final class Stack implements AutoCloseable {
    public static final String CALLBACK_USER = "deepgram";
    public static final String CALLBACK_PASSWORD = "local";

    /// The model that the classifier asks.
    ///
    /// @param url null for the stand-in
    public record Model(@Nullable String url, @Nullable String apiKey, @Nullable String name) {
        public static Model standIn() {
            return new Model(null, null, null);
        }

        /// What the environment names, or the stand-in.
        public static Model of(Map<String, String> environment) {
            return environment.containsKey("OPENAI_API_KEY")
                    ? new Model(environment.getOrDefault("OPENAI_BASE_URL", "https://api.openai.com/v1"),
                            environment.get("OPENAI_API_KEY"), environment.get("ROLECALL_MODEL"))
                    : standIn();
        }

        /// Which one it is, in a line.
        String describe() {
            return isStandIn()
                    ? "Model: the stand-in, which goes by word cues and understands nothing. OPENAI_API_KEY brings a real one."
                    : "Model: %s at %s.".formatted(name == null ? "the default" : name, url);
        }

        public boolean isStandIn() {
            return url == null;
        }
    }

    private static final Map<String, String> CREDENTIALS = Map.of("ROLECALL_AUTHENTICATION_USERNAME", CALLBACK_USER,
            "ROLECALL_AUTHENTICATION_PASSWORD", CALLBACK_PASSWORD);

    private final RunFolder folder;
    private final Ports ports;
    private final Model model;
    private final Map<String, String> settings;
    private final Postgres postgres;
    private final JavaServer kafka;
    private final JavaServer standIn;
    private final JavaServer webhook;
    private final JavaServer classifier;
    private boolean isClosed;

    public Stack(RunFolder folder, Ports ports, Model model) {
        this(folder, ports, model, Map.of());
    }

    /// @param settings environment variables for both services, on top of what they need here
    public Stack(RunFolder folder, Ports ports, Model model, Map<String, String> settings) {
        this.folder = folder;
        this.ports = ports;
        this.model = model;
        this.settings = settings;
        postgres = new Postgres(folder, ports.postgres());
        kafka = program("kafka", "-Xmx512m", "dev.rolecall.localstack.KafkaBroker",
                List.of("" + ports.kafka(), "" + ports.kafkaController(), folder.data("kafka").toString()),
                ports.kafka());
        standIn = program("fake-llm", "-Xmx256m", "dev.rolecall.fakellm.FakeLlm",
                List.of("" + ports.model()), ports.model());
        webhook = service("webhook-service", ports.webhook(), Database.WEBHOOK, CREDENTIALS);
        classifier = service("classifier-service", ports.classifier(), Database.CLASSIFIER, modelSettings());
    }

    /// PostgreSQL with its schema, and Kafka.
    public void startServers() {
        var kafkaStarts = CompletableFuture.runAsync(kafka::start);
        postgres.start();
        database().prepare();
        kafkaStarts.join();
    }

    /// Everything, each part as soon as what it cannot start without is there.
    public void start() {
        unlessClosed(kafka::launch);
        if (model.isStandIn()) {
            unlessClosed(standIn::launch);
        }
        unlessClosed(postgres::start);
        database().prepare();
        unlessClosed(webhook::launch);
        unlessClosed(classifier::launch);
        allJava().forEach(JavaServer::awaitReady);
    }

    /// Nothing is started any more once somebody, a Ctrl-C perhaps, has begun to end it all.
    private synchronized void unlessClosed(Runnable start) {
        if (isClosed) {
            throw new IllegalStateException("ended while starting");
        }
        start.run();
    }

    public Database database() {
        return new Database("127.0.0.1", ports.postgres(),
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(ports.postgres()));
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

    public Server standIn() {
        return standIn;
    }

    public Server webhook() {
        return webhook;
    }

    public Server classifier() {
        return classifier;
    }

    public URI webhookUrl(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(ports.webhook(), path));
    }

    public URI classifierUrl(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(ports.classifier(), path));
    }

    public URI standInUrl(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(ports.model(), path));
    }

    /// Ends all of it, those who write before those they write to.
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        var services = new ArrayList<CompletableFuture<Void>>();
        services.add(CompletableFuture.runAsync(webhook::stop));
        services.add(CompletableFuture.runAsync(classifier::stop));
        services.forEach(CompletableFuture::join);
        standIn.stop();
        kafka.stop();
        postgres.stop();
    }

    private List<JavaServer> allJava() {
        return model.isStandIn() ? List.of(standIn, webhook, kafka, classifier) : List.of(webhook, kafka, classifier);
    }

    /// A further pod of a service.
    public record Pod(Server server, int port) {
        public URI url(String path) {
            return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
        }
    }

    /// One of webhook-service, for its caller to start and stop.
    ///
    /// @param name of its log
    /// @param own environment variables, on top of what every pod has
    public Pod anotherWebhook(String name, Map<String, String> own) {
        var environment = new HashMap<>(CREDENTIALS);
        environment.putAll(own);
        var port = Ports.free().webhook();
        return new Pod(service("webhook-service", name, port, Database.WEBHOOK, environment), port);
    }

    /// One of classifier-service, for its caller to start and stop.
    ///
    /// @param name of its log
    /// @param own environment variables, on top of what every pod has
    public Pod anotherClassifier(String name, Map<String, String> own) {
        var environment = new HashMap<>(modelSettings());
        environment.putAll(own);
        var port = Ports.free().classifier();
        return new Pod(service("classifier-service", name, port, Database.CLASSIFIER, environment), port);
    }

    /// A program that is measured beside a service, started as a service is.
    ///
    /// @param heap options of `java`; [#jvmOptions] has a service's
    /// @param module whose classpath it runs with
    /// @param port that it listens on when it is ready
    public Server rival(List<String> heap, String module, String name, String main, List<String> arguments, int port) {
        var command = new ArrayList<>(heap);
        command.addAll(List.of("-cp", Checkout.classpath(module), main));
        command.addAll(arguments);
        return new JavaServer(name, folder, () -> command, Map.of(), () -> Waiting.listens(port));
    }

    private JavaServer program(String name, String heap, String main, List<String> arguments, int port) {
        var command = new ArrayList<>(List.of(heap, "-XX:+UseSerialGC", "-cp",
                Checkout.classpath("dev/local-stack"), main));
        command.addAll(arguments);
        return new JavaServer(name, folder, () -> command, Map.of(), () -> Waiting.listens(port));
    }

    /// What java runs a service with, as its image does.
    public static String jvmOptions(String module) {
        return "@" + Checkout.root().resolve(module).resolve("jvm-options");
    }

    private JavaServer service(String module, int port, String role, Map<String, String> own) {
        return service(module, module, port, role, own);
    }

    private JavaServer service(String module, String name, int port, String role, Map<String, String> own) {
        var environment = new HashMap<>(own);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", "" + port);
        environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", database().url());
        environment.put("QUARKUS_DATASOURCE_USERNAME", role);
        environment.put("QUARKUS_DATASOURCE_PASSWORD", Database.PASSWORD);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        environment.putAll(settings);
        var live = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(port));
        return new JavaServer(name, folder,
                () -> List.of(jvmOptions(module), "-jar", Checkout.runnableJar(module).toString()),
                environment, () -> Waiting.answers(live));
    }

    private Map<String, String> modelSettings() {
        var environment = new HashMap<String, String>();
        environment.put("OPENAI_BASE_URL", Optional.ofNullable(model.url()).orElse(standInUrl("/v1").toString()));
        environment.put("OPENAI_API_KEY", Optional.ofNullable(model.apiKey()).orElse("stand-in"));
        if (model.isStandIn()) {
            environment.put("ROLECALL_MODEL", "fake-llm");
        } else if (model.name() != null) {
            environment.put("ROLECALL_MODEL", model.name());
        }
        return environment;
    }
}
