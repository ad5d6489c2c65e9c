package dev.rolecall.benchmarks.evaluation;

import static dev.rolecall.benchmarks.Progress.say;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Report;
import dev.rolecall.benchmarks.ReportOptions;
import dev.rolecall.benchmarks.Row;
import org.jspecify.annotations.Nullable;

/// Measures what is believed of an LLM: both services run as they are, with an [Oracle] in place of the LLM.
final class EvaluateOracle {
    private final Oracle oracle;
    private final List<Dialogue> all;
    private final List<Dialogue> dialogues = new ArrayList<>();
    private final List<Oracle.Answer> answers = new ArrayList<>();
    private final ObjectNode json = new ObjectMapper().createObjectNode();
    private final List<Row> rows = new ArrayList<>();

    EvaluateOracle(Oracle oracle, List<Dialogue> all) {
        this.oracle = oracle;
        this.all = all;
        for (var dialogue : all) {
            for (var answer : oracle.answers(dialogue)) {
                dialogues.add(dialogue);
                answers.add(answer);
            }
        }
        json.put("oracle", oracle.name().toLowerCase(Locale.ROOT));
    }

    /// @return the exit code
    int run(ReportOptions options) {
        say("the oracle is %s: %d answers about %d dialogues, with the excerpt and with the whole text".formatted(
                oracle.name().toLowerCase(Locale.ROOT), answers.size(), all.size()));
        score("excerpt", Map.of());
        score("wholeText", Evaluate.WHOLE_TEXT);
        return options.publish(Report.of("evaluate, oracle " + oracle.name().toLowerCase(Locale.ROOT), rows), json,
                Optional.empty());
    }

    private void score(String text, Map<String, String> settings) {
        var score = new OracleScore();
        all.forEach(score::add);
        try (var llm = new OracleLlm()) {
            FreshStack.use("evaluate", llm.llm(), settings, stack -> {
                say(text + ": starting PostgreSQL, Kafka and both services");
                stack.start();
                new LabelDialogues(stack).all(dialogues, new Count(llm, score));
                return score;
            });
        }
        rows.addAll(score.rows(text));
        score.writeTo(json.withObjectProperty("sets"), text);
    }

    private final class Count implements LabelDialogues.Each {
        private final OracleLlm llm;
        private final OracleScore score;

        private Count(OracleLlm llm, OracleScore score) {
            this.llm = llm;
            this.score = score;
        }

        @Override
        public void sent(int index, String transcriptId) {
            llm.answer(transcriptId, dialogues.get(index), answers.get(index));
        }

        @Override
        public void labelled(int index, @Nullable JsonNode result, double seconds) {
            if (result == null) {
                score.addUnlabelled(dialogues.get(index));
            } else {
                json.set("threshold", result.path("names").path("believed"));
                score.add(dialogues.get(index), answers.get(index), result);
            }
        }
    }
}
