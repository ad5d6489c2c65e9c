package dev.rolecall.webhook.description;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// The shape of a result, which classifier-service writes as JSON and webhook-service passes on as it is.
@Schema(name = "Processed", description = "Who said what. Speakers are referred to by key, and turns by number.")
public record ProcessedDocument(
        @Schema(required = true) UUID id,
        @Schema(required = true) UUID transcriptId,
        @Schema(required = true) int job,
        @Schema(required = true, description = "false if there was nothing to label") boolean labelled,
        @Schema(description = "why there was nothing to label") @Nullable String unlabelledReason,
        @Schema(description = "what kind of conversation it is") @Nullable String setting,
        @Schema(required = true) List<Speaker> speakers,
        @Schema(required = true) List<Turn> turns,
        @Schema(description = "speakers that are one person") @Nullable List<SamePerson> samePerson,
        @Schema(description = "speakers that are more than one person") @Nullable List<SeveralPeople> severalPeople,
        @Schema(description = "every claim about a speaker, kept or dropped") @Nullable List<SpeakerClaim> claims,
        @Schema(description = "how names were weighed") @Nullable NameWeighing names,
        @Schema(description = "how roles were checked") @Nullable RoleCheck roles,
        @Schema(description = "how many of the LLM's claims were kept and dropped") @Nullable Map<String, Integer> evidence,
        @Schema(description = "turns that the LLM was not shown") @Nullable List<Integer> withheldTurns,
        @Schema(description = "what was wrong with the roles and names that the caller declared") @Nullable List<String> problems,
        @Schema(description = "how the answer came about; absent if no LLM was asked") @Nullable AnsweredBy llm,
        @Schema(description = "the LLM that answered; absent if it was not asked") @Nullable String model,
        @Schema(required = true) int inputTokens,
        @Schema(required = true) int cachedTokens,
        @Schema(required = true) int outputTokens,
        @Schema(required = true) BigDecimal costUsd,
        @Schema(required = true) Instant createdAt) {

    /// One voice, as Deepgram tells them apart.
    @Schema(name = "Speaker")
    record Speaker(@Schema(required = true, description = "the key, for example 0:1") String speaker,
            @Schema(required = true) int channel,
            @Schema(required = true) int number,
            @Schema(required = true, description = "unknown if it is not known") String role,
            @Schema(description = "absent if it is not known") @Nullable String name,
            @Schema(description = "of the names that the caller declared, the one this is") @Nullable String rosterEntry,
            @Schema(description = "the caller's id of that name, if it gave one") @Nullable String rosterId,
            @Schema(required = true, description = "from 0 to 1") double confidence,
            @Schema(required = true, description = "turns that show it") List<Integer> evidence) {}

    /// One claim about a speaker, and what became of it.
    @Schema(name = "SpeakerClaim")
    record SpeakerClaim(@Schema(required = true, description = "the key of the speaker") String speaker,
            @Schema(required = true,
                    description = "role, name, roster-entry, same-person or several-people, as the LLM "
                            + "claims it; declared-role or heard-name") String claim,
            @Schema(required = true) String value,
            @Schema(required = true, description = "turns that are cited for it") List<Integer> turns,
            @Schema(description = "how well the whole conversation supports a name, from 0 to 1") @Nullable Double weight,
            @Schema(required = true) boolean isKept,
            @Schema(description = "why it is dropped") @Nullable String reason) {}

    /// How names were weighed.
    @Schema(name = "NameWeighing")
    record NameWeighing(@Schema(required = true, description = "the version of the weights") String weights,
            @Schema(required = true, description = "a claimed name is kept from this weight on") double believed) {}

    /// How roles were checked.
    @Schema(name = "RoleCheck")
    record RoleCheck(@Schema(required = true, description = "the version of the cues") String weights,
            @Schema(required = true,
                    description = "roles for which there are no cues, so that nothing could contradict them") List<String> unchecked) {}

    /// How an LLM's answer came about.
    @Schema(name = "AnsweredBy")
    record AnsweredBy(@Schema(required = true, description = "host of the provider") String provider,
            @Schema(required = true, description = "the model that was asked for") String model,
            @Schema(required = true,
                    description = "optional fields that the request went without; store means that the provider may keep it") List<String> leftOut,
            @Schema(description = "why the LLM was not asked again about claims without support") @Nullable String unrepaired) {}

    /// What one speaker says without a break.
    @Schema(name = "Turn")
    record Turn(@Schema(required = true, description = "from 1 on") int number,
            @Schema(required = true, description = "the key of the speaker") String speaker,
            @Schema(required = true, description = "in seconds") double start,
            @Schema(required = true, description = "in seconds") double end,
            @Schema(required = true) String text) {}

    /// Speakers that are one person.
    @Schema(name = "SamePerson")
    record SamePerson(@Schema(required = true) List<String> speakers,
            @Schema(required = true) List<Integer> evidence) {}

    /// A speaker that is more than one person.
    @Schema(name = "SeveralPeople")
    record SeveralPeople(@Schema(required = true) String speaker, @Schema(required = true) List<Integer> evidence) {}
}
