package dev.rolecall.fakellm;

import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What the stand-in says of one speaker.
///
/// @param evidence numbers of the turns that show it
record Label(String speaker, String role, @Nullable String name, double confidence, Set<Integer> evidence) {
    static final String UNKNOWN = "unknown";

    /// With what is complained of given up.
    ///
    /// @param complaint in Rolecall's words; empty if there is none
    Label without(String complaint) {
        return new Label(speaker, complaint.contains("a role") || complaint.contains("its role") ? UNKNOWN : role,
                complaint.contains("the name is") ? null : name, confidence, evidence);
    }

    /// In the key order that Rolecall's schema asks for.
    JsonObject toJson() {
        return new JsonObject().put("speaker", speaker)
                .put("evidence", new JsonArray(new TreeSet<>(evidence).stream().toList()))
                .put("role", role)
                .put("name", name)
                .put("confidence", confidence);
    }
}
