package dev.rolecall.classifier.llm.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.TestLlmConfig;
import dev.rolecall.classifier.llm.provider.Tuning;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

/// Against providers that only say no.
class NegotiationTest {
    private static final Question QUESTION = new Question("id", "Do this.", "[1] 0:0: Hello.", "speakers",
            JsonNodeFactory.instance.objectNode().put("type", "object"));
    private static final Predicate<JsonNode> HAS_STORE = request -> request.has("store");

    private final MutableClock clock = MutableClock.epochUTC();
    private final List<ObjectNode> sent = new ArrayList<>();

    @Test
    void leavesOutOnlyWhatIsRejectedWhateverTheProviderSays() {
        var negotiation = negotiation(Map.of());

        ask(negotiation, 40, HAS_STORE.or(request -> request.has("max_completion_tokens")));

        var last = last(negotiation, HAS_STORE.or(request -> request.has("max_completion_tokens")));
        assertThat(last.has("store")).isFalse();
        assertThat(last.path("max_tokens").asInt()).isEqualTo(8000);
        assertThat(last.at("/response_format/json_schema/strict").asBoolean()).isTrue();
    }

    @Test
    void goesDownTheFormatsOneByOne() {
        var negotiation = negotiation(Map.of());
        Predicate<JsonNode> noSchema = request -> request.at("/response_format/type").asText().equals("json_schema");

        ask(negotiation, 40, noSchema);

        assertThat(last(negotiation, noSchema).at("/response_format/type").asText()).isEqualTo("json_object");
    }

    @Test
    void lowersALimitThatIsTooLarge() {
        var negotiation = negotiation(Map.of());
        Predicate<JsonNode> tooLarge = request -> request.path("max_completion_tokens").asInt() > 5000
                || request.path("max_tokens").asInt() > 5000;

        ask(negotiation, 40, tooLarge);

        assertThat(last(negotiation, tooLarge).path("max_completion_tokens").asInt()).isEqualTo(2000);
    }

    @Test
    void leavesOutStoreOnlyAfterItsOwnRejection() {
        var negotiation = negotiation(Map.of());

        ask(negotiation, 40, request -> request.has("response_format"));

        assertThat(sent.stream()).allMatch(HAS_STORE);
    }

    /// A transcript that is rejected for what it says is not a reason to break the promise.
    @Test
    void keepsStoreWhereTheProviderHasAcceptedIt() {
        var negotiation = negotiation(Map.of());
        ask(negotiation, 1, _ -> false);
        sent.clear();

        ask(negotiation, 1, _ -> true);

        assertThat(sent).hasSize(2);
        assertThat(sent.stream()).allMatch(HAS_STORE);
    }

    @Test
    void answersEveryQuestionWhileItFindsOut() {
        var negotiation = negotiation(Map.of());

        assertThat(ask(negotiation, 40, HAS_STORE)).isEqualTo(40);
    }

    /// The fault is in what the request must have.
    @Test
    void learnsNothingFromARequestThatIsRejectedInEveryForm() {
        var negotiation = negotiation(Map.of());

        assertThat(ask(negotiation, 1, _ -> true)).isZero();

        assertThat(sent).hasSize(3);
        assertThat(last(negotiation, _ -> false).at("/response_format/json_schema/strict").asBoolean()).isTrue();
    }

    @Test
    void behindARouterOnlyTheRejectedCallGoesWithout() {
        var negotiation = negotiation(Map.of());
        ask(negotiation, 1, _ -> false);
        sent.clear();
        var calls = new AtomicInteger();
        var rejected = new AtomicInteger();

        // every third call reaches a provider that takes no schema
        var answered = ask(negotiation, 300, request -> {
            var isRejected = calls.getAndIncrement() % 3 == 0
                    && request.at("/response_format/type").asText().equals("json_schema");
            rejected.addAndGet(isRejected ? 1 : 0);
            return isRejected;
        });

        assertThat(answered).isEqualTo(300);
        assertThat(rejected).hasPositiveValue();
        assertThat(sent.stream().filter(it -> !it.has("response_format"))).hasSize(rejected.get());
    }

    @Test
    void triesAgainWithinAnHourWhatWasRejected() {
        var negotiation = negotiation(Map.of());
        ask(negotiation, 40, HAS_STORE);
        assertThat(last(negotiation, HAS_STORE).has("store")).isFalse();

        clock.add(Duration.ofHours(1));

        assertThat(last(negotiation, _ -> false).has("store")).isTrue();
        assertThat(last(negotiation, _ -> false).has("store")).isTrue();
    }

    @Test
    void triesAgainRarelyWhatStaysRejected() {
        var negotiation = negotiation(Map.of());
        ask(negotiation, 40, HAS_STORE);
        sent.clear();

        for (var minute = 0; minute < 600; minute++) {
            clock.add(Duration.ofMinutes(1));
            ask(negotiation, 10, HAS_STORE);
        }

        assertThat(sent.stream().filter(HAS_STORE).count()).isBetween(9L, 20L);
    }

    @Test
    void namesTheSettingOfAnOperatorThatIsRejected() {
        var negotiation = negotiation(Map.of("temperature", "0.2"));

        ask(negotiation, 40, request -> request.has("temperature"));

        assertThat(negotiation.refusedSetting()).map(Negotiation.Refused::setting)
                .contains("rolecall.llm.temperature");
        assertThat(negotiation(Map.of()).refusedSetting()).isEmpty();
    }

    @Test
    void asksOnlyOnceWhenASettingIsTriedAgain() {
        var negotiation = negotiation(Map.of("temperature", "0.2"));
        ask(negotiation, 40, request -> request.has("temperature"));
        clock.add(Duration.ofMinutes(2));
        assertThat(negotiation.refusedSetting()).isEmpty();

        var probe = negotiation.next(0);
        negotiation.rejected(probe);
        negotiation.ended(probe);

        assertThat(negotiation.refusedSetting()).isPresent();
    }

    @Test
    void saysWhatIsLeftOut() {
        var negotiation = negotiation(Map.of());
        assertThat(negotiation.leftOut(negotiation.next(0))).isEmpty();

        ask(negotiation, 40, HAS_STORE);

        assertThat(negotiation.leftOut(negotiation.next(0))).containsExactly("store");
    }

    private Negotiation negotiation(Map<String, String> settings) {
        return new Negotiation("host", Tuning.of(TestLlmConfig.of(settings)), clock);
    }

    /// @return how many questions were answered
    private int ask(Negotiation negotiation, int times, Predicate<? super ObjectNode> isRejected) {
        var answered = 0;
        for (var i = 0; i < times; i++) {
            answered += ask(negotiation, isRejected) ? 1 : 0;
        }
        return answered;
    }

    private boolean ask(Negotiation negotiation, Predicate<? super ObjectNode> isRejected) {
        var next = Optional.of(negotiation.next(0));
        while (next.isPresent()) {
            var form = next.get();
            if (!isRejected.test(send(negotiation, form))) {
                negotiation.accepted(form);
                negotiation.ended(form);
                return true;
            }
            negotiation.ended(form);
            next = negotiation.rejected(form);
        }
        return false;
    }

    private ObjectNode last(Negotiation negotiation, Predicate<? super ObjectNode> isRejected) {
        ask(negotiation, isRejected);
        return sent.getLast();
    }

    private ObjectNode send(Negotiation negotiation, Form form) {
        var request = JsonNodeFactory.instance.objectNode();
        negotiation.write(form, QUESTION, request);
        sent.add(request);
        return request;
    }
}
