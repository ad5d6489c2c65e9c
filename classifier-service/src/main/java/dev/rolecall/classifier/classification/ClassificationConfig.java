package dev.rolecall.classifier.classification;

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

/// Which roles speakers may have, and how much of a transcript the LLM is shown.
@ConfigMapping(prefix = "rolecall.classification")
public interface ClassificationConfig {
    /// The role sets by name. A caller can choose one of them, or pass its own roles, as `extra=rolecall_roles:…`.
    @NotEmpty
    Map<String, Roles> roleSets();

    /// The role set of transcripts whose caller chooses none. If absent, the LLM chooses the role set.
    Optional<String> roleSet();

    /// The roles of the channels, for transcripts with a tag: `rolecall.classification.channels."call-centre"=agent,customer`.
    /// What a caller passes as `extra=rolecall_channels:…` comes first.
    Map<String, String> channels();

    /// How many tokens of the transcript the LLM is shown, in addition to instructions and schema.
    @WithDefault("2200")
    @Min(200)
    int excerptTokens();

    /// Whether the LLM's evidence is checked, and turns that give instructions to the LLM are withheld. `believed`
    /// turns both off, and is only for measuring how much they improve results.
    @WithDefault("checked")
    Evidence evidence();

    /// Whether the LLM is asked once more if its answer is unreadable or has unsupported claims.
    @WithDefault("true")
    boolean repair();

    /// The roles of one kind of conversation.
    interface Roles {
        /// The setting in one line, for the prompt.
        @NotBlank
        String setting();

        /// Role to one-line description. The role "unknown" is always possible.
        @NotEmpty
        Map<String, String> roles();
    }

    /// What happens to the evidence that the LLM cites.
    enum Evidence {
        /// Evidence is checked against the transcript, and turns that give instructions to the LLM are not shown.
        CHECKED,
        /// Evidence is not checked and no turn is withheld: a participant can have any speaker labelled as anything.
        BELIEVED
    }

    /// All role sets, in the order of their names.
    default List<RoleSet> allRoleSets() {
        return new TreeMap<>(roleSets()).entrySet()
                .stream()
                .map(set -> RoleSet.of(set.getKey(), set.getValue().setting(), set.getValue().roles()))
                .toList();
    }
}
