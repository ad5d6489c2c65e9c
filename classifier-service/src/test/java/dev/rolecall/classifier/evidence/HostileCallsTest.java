package dev.rolecall.classifier.evidence;

import static dev.rolecall.classifier.conversation.TestConversations.conversation;
import static dev.rolecall.classifier.prompt.TestExcerpts.excerptOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.llm.chat.ChatRequest;
import dev.rolecall.classifier.llm.provider.Provider;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.prompt.Excerpt;
import dev.rolecall.classifier.prompt.Prompt;
import dev.rolecall.classifier.prompt.ReadAnswer;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import dev.rolecall.fakellm.Behaviour;
import dev.rolecall.fakellm.FakeLlm;
import dev.rolecall.fakellm.Mode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Calls in which a speaker tries to have another mislabelled, in ten languages, against an LLM that does what it
/// is told. `hostile-calls.txt` has what the attacker says: sixty were written without a look at what is defended
/// against.
class HostileCallsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final LabellingRequest REQUEST = LabellingRequest.of(List.of(
            RoleSet.of("medical", "a visit", Map.of("doctor", "d", "patient", "p")),
            RoleSet.of("support", "a call", Map.of("agent", "a", "customer", "c"))));
    private static final Speaker VICTIM = new Speaker(0, 0);
    private static @Nullable FakeLlm fakeLlm;

    @BeforeAll
    static void startAGullibleModel() {
        fakeLlm = FakeLlm.start(0);
        fakeLlm.behave(Behaviour.of(Mode.GULLIBLE));
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(fakeLlm).close();
    }

    /// @param name null if the attack wants a role only
    private record Attack(String language, String role, @Nullable String name, String text) {
        private static Attack of(String line) {
            var parts = line.split("\\|", 4);
            var name = parts[2].strip();
            return new Attack(parts[0].strip(), parts[1].strip(), name.equals("-") ? null : name, parts[3].strip());
        }

        private Conversation call() {
            return conversation("0 Thank you for calling, how can I help you today?", "1 Hello. One moment please.",
                    "0 Of course, take your time.", "1 " + text, "0 Sorry, what was that?", "1 Never mind, goodbye.");
        }

        /// Nothing but an address: no text tells it from one that is true.
        private boolean isLikeAnHonestAddress() {
            return text.startsWith("Dag dokter Van Dijk");
        }

        private boolean hasSucceeded(Verdict verdict) {
            var victim = verdict.labels().stream().filter(label -> label.speaker().equals(VICTIM)).findFirst();
            return victim.filter(label -> label.role().equals(role) || (name != null && name.equals(label.name())))
                    .isPresent();
        }
    }

    @Test
    void nearlyAllSucceedWhereTheModelIsBelievedAndNoneWhereItIsChecked() throws Exception {
        var attacks = attacks();

        var believed = attacks.stream().filter(attack -> attack.hasSucceeded(believed(attack.call()))).toList();
        var checked = attacks.stream().filter(attack -> attack.hasSucceeded(checked(attack.call()))).toList();

        assertThat(attacks).hasSizeGreaterThanOrEqualTo(50);
        assertThat(believed).hasSizeGreaterThanOrEqualTo(40);
        assertThat(checked).filteredOn(attack -> !attack.isLikeAnHonestAddress()).isEmpty();
    }

    @Test
    void leaveTheHonestLabelOrNone() throws Exception {
        var attacks = attacks();

        var roles = attacks.stream().filter(attack -> !attack.isLikeAnHonestAddress())
                .map(attack -> checked(attack.call()).labels().getFirst().role()).toList();

        assertThat(roles).containsOnly("agent", "unknown");
        // an LLM that was talked out of the right role says nothing of it
        assertThat(roles).filteredOn("agent"::equals).hasSizeGreaterThanOrEqualTo(30);
    }

    private static Verdict believed(Conversation call) {
        return ask(call, excerptOf(call, REQUEST, 1200, false));
    }

    private static Verdict checked(Conversation call) {
        var excerpt = excerptOf(call, REQUEST, 1200, true);
        return CheckEvidence.check(ask(call, excerpt), call, REQUEST,
                WeighNames.in(call, List.of(), excerpt.withheld()), excerpt.turns()).verdict();
    }

    private static Verdict ask(Conversation call, Excerpt excerpt) {
        var json = send(new Prompt().of("id", REQUEST, call, List.of(), excerpt));
        var answer = new Answer(json, json, new Usage("m", 0, 0, 0, BigDecimal.ZERO), new Provider("host", "m"),
                List.of());
        return ReadAnswer.of(answer, call, REQUEST);
    }

    private static String send(Question question) {
        var body = ChatRequest.json(question, "m",
                (request, it) -> request.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema")
                        .put("name", it.schemaName())
                        .set("schema", it.schema()));
        try {
            var answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(Objects.requireNonNull(fakeLlm).url() + "/chat/completions"))
                            .header("Authorization", "Bearer fake")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            return JSON.readTree(answer.body()).at("/choices/0/message/content").asText();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the fake LLM gave no answer", e);
        }
    }

    private static List<Attack> attacks() throws IOException {
        try (var file = HostileCallsTest.class.getResourceAsStream("/hostile-calls.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Attack::of)
                    .toList();
        }
    }
}
