package dev.rolecall.classifier.classification;

import java.io.IOException;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.classification.ClassificationConfig.Evidence;
import dev.rolecall.classifier.conversation.DeepgramBody;
import dev.rolecall.classifier.prompt.Excerpt;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;

/// Makes the material of one question out of a stored body.
@Startup
@ApplicationScoped
class PrepareTranscript {
    private final ClassificationConfig config;
    private final List<RoleSet> roleSets;

    PrepareTranscript(ClassificationConfig config) {
        this.config = config;
        this.roleSets = config.allRoleSets();
        config.roleSet().filter(name -> !config.roleSets().containsKey(name)).ifPresent(name -> {
            throw new ConfigurationException("rolecall.classification.role-set=%s is none of the role sets: %s"
                    .formatted(name, String.join(", ", config.roleSets().keySet())));
        });
    }

    /// @param zstd the body as it is stored
    /// @throws IOException if it is not in Deepgram's shape
    ClassificationInput from(byte[] zstd) throws IOException {
        var body = DeepgramBody.read(zstd);
        var conversation = body.conversation();
        var request = LabellingRequest.of(body.extra(), roleSets, config.roleSet());
        return new ClassificationInput(request, conversation, Excerpt.of(conversation, request, config.excerptTokens(),
                config.evidence() == Evidence.CHECKED));
    }
}
