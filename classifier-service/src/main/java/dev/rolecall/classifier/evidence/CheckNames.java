package dev.rolecall.classifier.evidence;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.evidence.CheckedClaim.Reason;
import dev.rolecall.classifier.names.SpokenName;
import dev.rolecall.classifier.names.weighing.NameClaim;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.names.weighing.WeighNames.Candidate;
import dev.rolecall.classifier.roles.LabellingRequest;
import org.jspecify.annotations.Nullable;

/// Which names the conversation supports. A name is weighed by all its mentions in the whole conversation, whatever the
/// LLM cites.
final class CheckNames {
    private final WeighNames names;
    private final LabellingRequest request;
    private final Set<Speaker> repeated;

    /// @param repeated speakers whose words another channel repeats
    CheckNames(WeighNames names, LabellingRequest request, Set<Speaker> repeated) {
        this.names = names;
        this.request = request;
        this.repeated = repeated;
    }

    NameClaim weigh(String name, Speaker speaker) {
        return names.claim(name, speaker);
    }

    /// @return what is wrong with a name that the LLM gives; null if nothing is
    @Nullable
    Reason ofTheLlm(NameClaim claim, Speaker speaker) {
        return switch (claim.objection()) {
            case NOT_A_NAME -> Reason.NAME_NOT_A_NAME;
            case NOT_SAID -> Reason.NAME_NOT_SAID;
            case INTRODUCED_BY_ANOTHER_NAME -> Reason.NAME_CONTRADICTED;
            case NONE -> claim.weight() < WeighNames.believed() || repeated.contains(speaker)
                    ? Reason.NAME_NOT_CLEAR
                    : null;
        };
    }

    /// The names by which a speaker introduces themselves beyond doubt, the clearest first.
    List<Candidate> heard(Speaker speaker) {
        return repeated.contains(speaker)
                ? List.of()
                : names.candidates()
                        .stream()
                        .filter(it -> it.speaker().equals(speaker) && WeighNames.isCertain(it.claim()))
                        .sorted(Comparator.comparingDouble((Candidate it) -> it.claim().weight()).reversed())
                        .toList();
    }

    List<Integer> introductionsByTwoNames(Speaker speaker) {
        return names.introductionsByTwoNames(speaker);
    }

    /// Whether an LLM could give this speaker a name that would be believed.
    boolean mayBeNamed(Speaker speaker) {
        return !names.findsNames() || names.candidates()
                .stream()
                .anyMatch(it -> it.speaker().equals(speaker) && it.claim().weight() >= WeighNames.believed());
    }

    /// One name, one person: of two speakers with one name, it is not known whose it is.
    static Set<Speaker> withSharedNames(List<Label> labels) {
        return labels.stream()
                .filter(label -> labels.stream()
                        .anyMatch(other -> !other.speaker().equals(label.speaker()) && isShared(label, other)))
                .map(Label::speaker)
                .collect(Collectors.toSet());
    }

    private static boolean isShared(Label one, Label other) {
        return one.name() != null && other.name() != null && isAlike(one.name(), other.name());
    }

    static boolean isAlike(String one, String other) {
        return SpokenName.of(one).isAlike(SpokenName.of(other));
    }

    /// The only entry of the roster that the name can be; empty if there is none.
    Optional<String> rosterEntry(@Nullable String name) {
        var alike = name == null
                ? List.<String>of()
                : request.roster().stream().filter(entry -> isAlike(entry, name)).toList();
        return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
    }
}
