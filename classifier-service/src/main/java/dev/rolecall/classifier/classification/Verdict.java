package dev.rolecall.classifier.classification;

import java.util.HashMap;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.rolecall.classifier.openai.Answer;
import dev.rolecall.classifier.openai.ModelException;
import dev.rolecall.classifier.openai.ModelFailure;
import org.jspecify.annotations.Nullable;

/// Who the speakers of a conversation are: one label for each of them, no more and no fewer.
record Verdict(List<Label> labels) {
    private static final ObjectReader READER = new ObjectMapper().readerFor(Said.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /// The model's answer, in the words of the prompt's schema.
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Said(@Nullable List<SaidOfOne> speakers) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record SaidOfOne(@Nullable String speaker, @Nullable List<Integer> evidence, @Nullable String role,
            @Nullable String name, double confidence) {}

    /// What the model says of the speakers there are; of one it says nothing about, nothing is known. Unchecked.
    ///
    /// @throws ModelException if the answer is not what was asked for: another call may bring a better one
    static Verdict of(Answer answer, Conversation conversation, List<String> roles) {
        var said = new HashMap<String, SaidOfOne>();
        for (var one : speakersIn(answer)) {
            said.putIfAbsent(String.valueOf(one.speaker()), one);
        }
        return new Verdict(conversation.speakers()
                .stream()
                .map(speaker -> label(speaker, said.get(speaker.key()), roles))
                .toList());
    }

    /// With only those labels left that the conversation bears out.
    Verdict supportedBy(Conversation conversation) {
        var check = new CheckEvidence(conversation);
        return new Verdict(labels.stream().map(check::check).toList());
    }

    /// How many roles and names a check took away.
    int losses(Verdict checked) {
        return claims() - checked.claims();
    }

    private int claims() {
        return (int) (labels.stream().filter(Label::isKnown).count()
                + labels.stream().filter(label -> label.name() != null).count());
    }

    private static Label label(Speaker speaker, @Nullable SaidOfOne said, List<String> roles) {
        if (said == null) {
            return Label.unknown(speaker);
        }
        var role = said.role() == null || !roles.contains(said.role()) ? Prompt.UNKNOWN : said.role();
        return new Label(speaker, role, said.name(),
                Math.clamp(said.confidence(), 0, 1), Objects.requireNonNullElse(said.evidence(), List.of()));
    }

    private static List<SaidOfOne> speakersIn(Answer answer) {
        try {
            var said = READER.<Said>readValue(answer.json());
            if (said != null && said.speakers() != null) {
                return said.speakers();
            }
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
        throw unreadable(null);
    }

    /// The parser's message would quote the answer: its place says enough.
    private static ModelException unreadable(@Nullable JsonProcessingException cause) {
        var where = cause == null ? "it names no speakers" : "it is not JSON in the schema asked for";
        return new ModelException(
                new ModelFailure.Retry("answer-unreadable", "the model's answer is of no use: " + where, null, null));
    }
}
