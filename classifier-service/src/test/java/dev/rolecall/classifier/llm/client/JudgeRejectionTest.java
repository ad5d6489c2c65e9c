package dev.rolecall.classifier.llm.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.LlmException.Unusable;
import dev.rolecall.classifier.llm.Rejection;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.llm.provider.Provider;
import dev.rolecall.classifier.progress.Progress;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.junit.jupiter.api.Test;

class JudgeRejectionTest {
    private static final Usage USAGE = new Usage("m", 1, 0, 1, BigDecimal.ONE);
    private static final Answer ANSWER = new Answer("{}", "{}", USAGE, new Provider("host", "m"), List.of());

    /// The canaries that are under way.
    private final List<UniEmitter<? super Answer>> canaries = new ArrayList<>();
    private final JudgeRejection judge = new JudgeRejection(() -> Uni.createFrom().emitter(canaries::add),
            "rolecall.llm.*", new Progress());
    private final List<JobFailure> found = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();

    @Test
    void blamesTheTranscriptIfTheProviderAcceptsTheCanary() {
        judge();

        canaries.getFirst().complete(ANSWER);

        assertThat(found).singleElement().isInstanceOf(JobFailure.Final.class);
        assertThat(found.getFirst().code()).isEqualTo("http-400");
    }

    /// What was rejected was cured before the canary.
    @Test
    void keepsATranscriptThatIsAcceptedTheSecondTime() {
        judge(Uni.createFrom().item(ANSWER));

        canaries.getFirst().complete(ANSWER);

        assertThat(found).isEmpty();
        assertThat(answers).containsExactly(ANSWER);
    }

    @Test
    void takesAUselessAnswerForAcceptance() {
        judge();

        canaries.getFirst().fail(new LlmException(new JobFailure.UnusableAnswer(Cause.of("answer-unreadable", "")),
                new Unusable("?", USAGE)));

        assertThat(found).singleElement().isInstanceOf(JobFailure.Final.class);
    }

    @Test
    void pausesIfTheProviderRejectsTheCanaryToo() {
        judge();

        canaries.getFirst().fail(rejection());

        assertThat(found).singleElement().isInstanceOf(JobFailure.Pause.class);
    }

    @Test
    void passesOnWhyTheCanaryCouldNotBeAsked() {
        var slower = new JobFailure.SlowDown(Cause.of("rate_limit_exceeded", ""), null);
        judge();

        canaries.getFirst().fail(new LlmException(slower));

        assertThat(found).containsExactly(slower);
    }

    /// A canary that began before a rejection says nothing about it.
    @Test
    void asksOnceMoreForAllThatCameMeanwhile() {
        judge();
        judge();
        judge();
        assertThat(canaries).hasSize(1);

        canaries.getFirst().complete(ANSWER);

        assertThat(found).hasSize(1);
        assertThat(canaries).hasSize(2);
        canaries.getLast().fail(rejection());
        assertThat(found).hasSize(3).last().isInstanceOf(JobFailure.Pause.class);
    }

    @Test
    void beginsAnewWhenAllIsSaid() {
        judge();
        canaries.getFirst().complete(ANSWER);

        judge();
        canaries.getLast().fail(rejection());

        assertThat(found.getLast()).isInstanceOf(JobFailure.Pause.class);
        assertThat(canaries).hasSize(2);
    }

    private static Rejection rejection() {
        return new Rejection(
                new Cause("http-400", "the LLM provider responded with status 400", "q", new Provider("host", "m")),
                400);
    }

    /// The transcript is rejected again.
    private void judge() {
        judge(Uni.createFrom().failure(rejection()));
    }

    private void judge(Uni<Answer> again) {
        judge.of(rejection(), () -> again)
                .subscribe()
                .with(answers::add, failure -> found.add(((LlmException) failure).failure()));
    }
}
