package dev.rolecall.benchmarks.evaluation;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.benchmarks.Percentile;
import dev.rolecall.benchmarks.Row;

/// Accuracy of the labels of many dialogues.
final class Score {
    /// Confidence from which a label counts as certain.
    private static final double CONFIDENT = 0.7;
    private static final String UNKNOWN = "unknown";

    private final List<Double> seconds = new ArrayList<>();
    private final List<Integer> inputTokens = new ArrayList<>();
    private int speakers;
    private int rolesRight;
    private int rolesUnknown;
    private int confidentlyWrong;
    private int namesSaid;
    private int namesGiven;
    private int namesGivenOfKnown;
    private int namesRight;
    private int namesWrong;
    private int evidenceKept;
    private int evidenceDropped;
    private int withheld;
    private int outputTokens;
    private double cost;
    private int unlabelled;

    /// @param result as `/processed` returns it
    void add(Dialogue dialogue, JsonNode result, double took) {
        seconds.add(took);
        inputTokens.add(result.path("inputTokens").asInt());
        outputTokens += result.path("outputTokens").asInt();
        cost += result.path("costUsd").asDouble();
        evidenceKept += result.path("evidence").path("kept").asInt();
        evidenceDropped += result.path("evidence").path("dropped").asInt();
        withheld += result.path("withheldTurns").size();
        for (var speaker : result.path("speakers")) {
            add(dialogue, speaker);
        }
    }

    /// Counts a dialogue without labels.
    void addUnlabelled() {
        unlabelled++;
    }

    private void add(Dialogue dialogue, JsonNode label) {
        var number = label.path("number").asInt();
        var person = dialogue.person(number);
        var role = label.path("role").asText();
        var isWrong = !role.equals(UNKNOWN) && !role.equals(person.role());
        speakers++;
        rolesRight += role.equals(person.role()) ? 1 : 0;
        rolesUnknown += role.equals(UNKNOWN) ? 1 : 0;
        namesSaid += dialogue.isNamed(number) ? 1 : 0;
        var isWrongName = false;
        if (label.path("name").isTextual()) {
            namesGiven++;
            if (!person.names().isEmpty()) {
                var isRight = person.isCalled(label.path("name").asText());
                namesGivenOfKnown++;
                namesRight += isRight ? 1 : 0;
                namesWrong += isRight ? 0 : 1;
                isWrongName = !isRight;
            }
        }
        confidentlyWrong += (isWrong || isWrongName) && label.path("confidence").asDouble() >= CONFIDENT ? 1 : 0;
    }

    double roleAccuracy() {
        return share(rolesRight, speakers);
    }

    double rolePrecision() {
        return share(rolesRight, speakers - rolesUnknown);
    }

    double inputTokensPerTranscript() {
        return inputTokens.stream().mapToInt(Integer::intValue).average().orElse(0);
    }

    List<Row> rows() {
        var rows = new ArrayList<Row>();
        rows.add(Row.told("dialogues labelled", inputTokens.size(), "dialogues"));
        rows.add(Row.exactly("dialogues that ended without labels", 0, unlabelled, "dialogues"));
        rows.add(Row.told("speakers", speakers, "speakers"));
        rows.add(Row.told("roles right, of all speakers", 100 * roleAccuracy(), "%"));
        rows.add(Row.told("roles right, of those given", 100 * rolePrecision(), "%"));
        rows.add(Row.told("roles left unknown", 100 * share(rolesUnknown, speakers), "%"));
        rows.add(Row.told("names given", namesGiven, "names"));
        rows.add(Row.told("names right, of those given to people whose name is known",
                100 * share(namesRight, namesGivenOfKnown), "%"));
        rows.add(Row.told("names found, of those known and said", 100 * share(namesRight, namesSaid), "%"));
        rows.add(Row.told("names wrong", namesWrong, "names"));
        rows.add(Row.told("wrong labels with a confidence of %.1f or more".formatted(CONFIDENT), confidentlyWrong,
                "speakers"));
        rows.add(Row.told("cited turns that counted", evidenceKept, "turns"));
        rows.add(Row.told("cited turns that did not", evidenceDropped, "turns"));
        rows.add(Row.told("turns withheld because they give instructions to the LLM", withheld, "turns"));
        rows.add(Row.told("input tokens per transcript", inputTokensPerTranscript(), "tokens"));
        rows.add(Row.told("output tokens per transcript", share(outputTokens, inputTokens.size()), "tokens"));
        rows.add(Row.told("cost of a thousand transcripts", 1000 * cost / Math.max(1, inputTokens.size()), "USD"));
        rows.add(Row.told("time per transcript, callback to label, p50", Percentile.of(seconds, 50), "s"));
        rows.add(Row.told("time per transcript, callback to label, p99", Percentile.of(seconds, 99), "s"));
        return rows;
    }

    private static double share(int some, int all) {
        return all == 0 ? Double.NaN : (double) some / all;
    }
}
