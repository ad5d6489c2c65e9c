package dev.rolecall.classifier.result;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.evidence.CheckEvidence.Checked;
import dev.rolecall.classifier.evidence.CheckedClaim;
import dev.rolecall.classifier.evidence.Label;
import dev.rolecall.classifier.evidence.Verdict.SamePerson;
import dev.rolecall.classifier.evidence.Verdict.SeveralPeople;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleCues;
import dev.rolecall.classifier.roles.RoleSet;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The JSON shape of a result: `{setting, speakers:[…], samePerson:[…], severalPeople:[…], claims:[…], names:{weights, believed}, roles:{weights, unchecked:[…]},
/// evidence:{kept, dropped}, llm:{provider, model, leftOut:[…], unrepaired}, withheldTurns:[…], problems:[…], turns:[…]}`. Speakers are referred to by key, and turns by number.
final class ResultJson {
    private ResultJson() {}

    static JsonObject of(Result result) {
        return switch (result) {
            case Result.Labelled labelled ->
                withTurns(labelled(labelled.checked(), labelled.request()).put("llm", llm(labelled.by())),
                        labelled.withheld(), labelled);
            case Result.Unlabelled unlabelled ->
                withTurns(unlabelled(unlabelled.conversation(), unlabelled.request()), Set.of(), unlabelled);
        };
    }

    private static JsonObject withTurns(JsonObject json, Set<Integer> withheld, Result result) {
        return json.put("withheldTurns", array(withheld))
                .put("problems", array(result.request().problems()))
                .put("turns", array(result.conversation().turns().stream().map(ResultJson::turn).toList()));
    }

    private static JsonObject unlabelled(Conversation conversation, LabellingRequest request) {
        return new JsonObject().put("speakers",
                array(conversation.speakers().stream().map(Label::unknown).map(label -> speaker(label, request))
                        .toList()));
    }

    private static JsonObject labelled(Checked checked, LabellingRequest request) {
        var verdict = checked.verdict();
        return new JsonObject().put("setting", verdict.setting())
                .put("speakers", array(verdict.labels().stream().map(label -> speaker(label, request)).toList()))
                .put("samePerson", array(verdict.samePerson().stream().map(ResultJson::samePerson).toList()))
                .put("severalPeople", array(verdict.severalPeople().stream().map(ResultJson::severalPeople).toList()))
                .put("claims", array(checked.claims().stream().map(ResultJson::claim).toList()))
                .put("names",
                        new JsonObject().put("weights", WeighNames.version()).put("believed", WeighNames.believed()))
                .put("roles", roles(verdict.labels()))
                .put("evidence", new JsonObject().put("kept", checked.kept()).put("dropped", checked.dropped()));
    }

    private static @Nullable JsonObject llm(@Nullable AnsweredBy by) {
        return by == null
                ? null
                : new JsonObject().put("provider", by.provider().host())
                        .put("model", by.provider().model())
                        .put("leftOut", array(by.leftOut()))
                        .put("unrepaired", by.unrepaired() == null ? null : by.unrepaired().code());
    }

    /// With the roles for which there are no cues, so that nothing could contradict them.
    private static JsonObject roles(List<Label> labels) {
        var unchecked = labels.stream()
                .map(Label::role)
                .filter(role -> !role.equals(RoleSet.UNKNOWN) && !RoleCues.know(role))
                .distinct()
                .toList();
        return new JsonObject().put("weights", RoleCues.currentVersion()).put("unchecked", array(unchecked));
    }

    private static JsonObject speaker(Label label, LabellingRequest request) {
        return new JsonObject().put("speaker", label.speaker().key())
                .put("channel", label.speaker().channel())
                .put("number", label.speaker().number())
                .put("role", label.role())
                .put("name", label.name())
                .put("rosterEntry", label.rosterEntry())
                .put("rosterId", label.rosterEntry() == null ? null : request.rosterIds().get(label.rosterEntry()))
                .put("confidence", label.confidence())
                .put("evidence", array(label.evidence()));
    }

    private static JsonObject claim(CheckedClaim claim) {
        return new JsonObject().put("speaker", claim.speaker().key())
                .put("claim", claim.kind().text())
                .put("value", claim.value())
                .put("turns", array(claim.turns()))
                .put("weight", claim.weight() == null ? null : Math.round(claim.weight() * 1000) / 1000.0)
                .put("isKept", claim.isKept())
                .put("reason", claim.reason() == null ? null : claim.reason().text());
    }

    private static JsonObject samePerson(SamePerson same) {
        return new JsonObject().put("speakers", array(same.speakers().stream().map(Speaker::key).toList()))
                .put("evidence", array(same.evidence()));
    }

    private static JsonObject severalPeople(SeveralPeople several) {
        return new JsonObject().put("speaker", several.speaker().key()).put("evidence", array(several.evidence()));
    }

    private static JsonObject turn(Turn turn) {
        return new JsonObject().put("number", turn.number())
                .put("speaker", turn.speaker().key())
                .put("start", turn.start())
                .put("end", turn.end())
                .put("text", turn.text());
    }

    private static JsonArray array(Collection<?> values) {
        return new JsonArray(List.copyOf(values));
    }
}
