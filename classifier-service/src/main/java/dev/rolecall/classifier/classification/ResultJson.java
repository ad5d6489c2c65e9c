package dev.rolecall.classifier.classification;

import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// The shape in which a result is stored and read: `{speakers:[…], turns:[…]}`, turns pointing at speakers by key.
final class ResultJson {
    private ResultJson() {}

    static JsonObject of(Result result) {
        return new JsonObject().put("speakers", array(result.labels().stream().map(ResultJson::speaker).toList()))
                .put("turns", array(result.conversation().turns().stream().map(ResultJson::turn).toList()));
    }

    private static JsonObject speaker(Label label) {
        return new JsonObject().put("speaker", label.speaker().key())
                .put("channel", label.speaker().channel())
                .put("number", label.speaker().number())
                .put("role", label.role())
                .put("name", label.name())
                .put("confidence", label.confidence())
                .put("evidence", array(label.evidence()));
    }

    private static JsonObject turn(Turn turn) {
        return new JsonObject().put("number", turn.number())
                .put("speaker", turn.speaker().key())
                .put("start", turn.start())
                .put("end", turn.end())
                .put("text", turn.text());
    }

    private static JsonArray array(List<?> values) {
        return new JsonArray(List.copyOf(values));
    }
}
