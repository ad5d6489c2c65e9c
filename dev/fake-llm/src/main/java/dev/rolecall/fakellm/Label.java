package dev.rolecall.fakellm;

import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The label of one speaker.
///
/// @param evidence numbers of the cited turns
record Label(String speaker, String role, @Nullable String name, double confidence, Set<Integer> evidence) {
    static final String UNKNOWN = "unknown";

    /// The label without what the objection names.
    ///
    /// @param complaint the objection, as Rolecall words it; empty if there is none
    Label without(String complaint) {
        return new Label(speaker, complaint.contains("a role") || complaint.contains("its role") ? UNKNOWN : role,
                complaint.contains("this name") ? null : name, confidence, evidence);
    }

    /// With the keys in the order of Rolecall's schema.
    JsonObject toJson() {
        return new JsonObject().put("speaker", speaker)
                .put("evidence", new JsonArray(new TreeSet<>(evidence).stream().toList()))
                .put("role", role)
                .put("name", name)
                .put("confidence", confidence);
    }
}
