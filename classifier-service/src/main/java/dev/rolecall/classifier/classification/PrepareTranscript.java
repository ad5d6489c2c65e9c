package dev.rolecall.classifier.classification;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.classification.ClassificationConfig.Evidence;
import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.DeepgramBody;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.prompt.Excerpt;
import dev.rolecall.classifier.prompt.PromptInjection;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;

/// Prepares the input of a classification from a stored body.
@Startup
@ApplicationScoped
class PrepareTranscript {
    private final ClassificationConfig config;
    private final List<RoleSet> roleSets;

    PrepareTranscript(ClassificationConfig config) {
        this.config = config;
        this.roleSets = config.allRoleSets();
        config.channels().forEach((tag, roles) -> {
            var problems = LabellingRequest.of(Map.of(LabellingRequest.CHANNELS, roles), roleSets, Optional.empty())
                    .problems();
            if (!problems.isEmpty()) {
                throw new ConfigurationException(
                        "rolecall.classification.channels.\"%s\"=%s is no list of roles of one role set"
                                .formatted(tag, roles));
            }
        });
        config.roleSet().filter(name -> !config.roleSets().containsKey(name)).ifPresent(name -> {
            throw new ConfigurationException(
                    "rolecall.classification.role-set=%s is not a role set. The role sets are %s"
                            .formatted(name, String.join(", ", config.roleSets().keySet())));
        });
    }

    /// @param zstd the body as stored
    /// @throws IOException if the body does not have Deepgram's shape
    ClassificationInput from(byte[] zstd) throws IOException {
        var body = DeepgramBody.read(zstd);
        var conversation = body.conversation();
        var request = LabellingRequest.of(extra(body), roleSets, config.roleSet())
                .with(problems(body, conversation))
                .forChannels(conversation.channels());
        return from(conversation, request, Set.copyOf(body.tags()));
    }

    /// A conversation whose caller asked for nothing.
    ClassificationInput from(Conversation conversation) {
        return from(conversation, LabellingRequest.of(Map.of(), roleSets, config.roleSet()), Set.of());
    }

    private ClassificationInput from(Conversation conversation, LabellingRequest request, Set<String> tags) {
        var withheld = config.evidence() == Evidence.CHECKED
                ? PromptInjection.turnsOf(conversation)
                : Set.<Integer>of();
        var names = WeighNames.in(conversation, request.roster(), withheld);
        return new ClassificationInput(request, conversation, names.candidates(),
                Excerpt.of(conversation, names.namingTurns(), config.excerptTokens(), withheld), tags);
    }

    /// What the caller passed, and the configured roles of the channels.
    private Map<String, String> extra(DeepgramBody body) {
        var extra = new HashMap<>(body.extra());
        body.tags()
                .stream()
                .map(config.channels()::get)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(roles -> extra.putIfAbsent(LabellingRequest.CHANNELS, roles));
        return extra;
    }

    private static List<String> problems(DeepgramBody body, Conversation conversation) {
        var silent = conversation.channels() > 1 ? conversation.silentChannels() : List.<Integer>of();
        return Stream.concat(body.problems().stream(),
                silent.stream().map(channel -> "channel %d is silent".formatted(channel))).toList();
    }
}
