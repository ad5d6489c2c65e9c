package dev.rolecall.classifier.classification;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;

import dev.rolecall.classifier.roles.RoleSet;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What speakers can be, how much of a transcript is shown to the model, and how long a claim holds.
@ConfigMapping(prefix = "rolecall.classification")
public interface ClassificationConfig {
    /// By name. A transcript can ask for one of these, or bring roles of its own; see [LabellingRequest].
    @NotEmpty
    Map<String, Roles> roleSets();

    /// The set of every transcript that asks for nothing else. Absent: the model finds out which setting it is.
    Optional<String> roleSet();

    /// How many tokens of what was said are shown to the model; instructions and schema come on top.
    @WithDefault("2200")
    @Min(200)
    int excerptTokens();

    /// Whether the model is believed without looking; only for measuring what the checks are worth.
    @WithDefault("checked")
    Evidence evidence();

    /// Whether the model is asked once more, where its answer is unreadable or not borne out.
    @WithDefault("true")
    boolean repair();

    /// How long a claim holds unless it is extended, which happens every five seconds. Also how long the jobs of a pod
    /// that was killed wait.
    @WithDefault("15s")
    Duration lease();

    /// One kind of conversation.
    interface Roles {
        /// In a line.
        @NotBlank
        String setting();

        /// Role to one-line description. "unknown" is always among the answers.
        @NotEmpty
        Map<String, String> roles();
    }

    /// What is done with the evidence that the model gives.
    enum Evidence {
        /// Checked against what was said; turns that speak to the labeller are not shown.
        CHECKED,
        /// Neither: whoever is on the call can have anybody labelled as anything.
        BELIEVED
    }

    /// All sets there are, in the order of their names.
    default List<RoleSet> allRoleSets() {
        return new TreeMap<>(roleSets()).entrySet()
                .stream()
                .map(set -> RoleSet.of(set.getKey(), set.getValue().setting(), set.getValue().roles()))
                .toList();
    }
}
