package dev.rolecall.benchmarks.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.rolecall.benchmarks.evaluation.Dialogue.Person;
import dev.rolecall.benchmarks.evaluation.Dialogue.Said;
import org.junit.jupiter.api.Test;

class OracleTest {
    private static final Dialogue CALL = new Dialogue("calls.jsonl", "c1",
            Map.of(0, new Person("agent", List.of("Ann", "Reed")), 1, new Person("customer", List.of("Tom", "Reed")), 2,
                    new Person("customer", List.of())),
            List.of(new Said(0, null, "Hi, Ann Reed speaking, for Mr. Novak."), new Said(1, null, "Tom here."),
                    new Said(2, null, "Yes.")),
            List.of("Novak", "Berg"));

    @Test
    void isRight() {
        var answers = Oracle.RIGHT.answers(CALL);

        assertThat(answers.getFirst().names()).isEqualTo(Map.of(0, List.of("Ann", "Reed"), 1, List.of("Tom", "Reed")));
        assertThat(answers.getLast().roles()).isEqualTo(Map.of(0, "agent", 1, "customer", 2, "customer"));
        assertThat(answers.getLast().setting()).isEqualTo("support");
    }

    /// "Berg" is not said, and "Reed" is both speakers' own.
    @Test
    void isWrongInEveryWayOnceAndGivesNoNameTwiceInOneAnswer() {
        var answers = Oracle.WRONG.answers(CALL);

        assertThat(answers).allSatisfy(answer -> assertThat(answer.names().values()).doesNotHaveDuplicates());
        assertThat(answers.stream().flatMap(answer -> answer.names().entrySet().stream()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Map.entry(0, List.of("Tom")), Map.entry(0, List.of("Novak")),
                        Map.entry(1, List.of("Ann")), Map.entry(1, List.of("Novak")));
    }

    @Test
    void swapsTheRolesOfTheTwoWhoSpeakMost() {
        assertThat(Oracle.SWAPPED.answers(CALL).getFirst().roles())
                .isEqualTo(Map.of(0, "customer", 1, "agent", 2, "customer"));
    }

    @Test
    void knowsNothing() {
        assertThat(Oracle.NONE.answers(CALL)).singleElement().extracting(Oracle.Answer::names).isEqualTo(Map.of());
    }
}
