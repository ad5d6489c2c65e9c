package dev.rolecall.classifier.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import org.jspecify.annotations.Nullable;

/// Who the speakers of a conversation are, with exactly one label for each speaker.
///
/// @param setting the role set of the conversation; null if none fits
/// @param labels in the order of the speakers
/// @param samePerson speakers that are one person: reported, not merged
/// @param severalPeople speakers that are more than one person: reported, not split
public record Verdict(@Nullable String setting, List<Label> labels, List<SamePerson> samePerson,
        List<SeveralPeople> severalPeople) {
    private static final ObjectReader READER = new ObjectMapper().readerFor(Said.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /// One person has several speaker labels.
    public record SamePerson(List<Speaker> speakers, List<Integer> evidence) {}

    /// Several people have one speaker label.
    public record SeveralPeople(Speaker speaker, List<Integer> evidence) {}

    /// The LLM's answer, in the shape of the prompt's schema.
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Said(@Nullable String setting, @Nullable List<@Nullable SaidOfOne> speakers,
            @JsonProperty("same_person") @Nullable List<@Nullable SaidSame> samePerson,
            @JsonProperty("several_people") @Nullable List<@Nullable SaidSeveral> severalPeople) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record SaidOfOne(@Nullable String speaker, @Nullable List<Integer> evidence, @Nullable String role,
            @Nullable String name, @JsonProperty("roster_entry") @Nullable String rosterEntry, double confidence) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record SaidSame(@Nullable List<String> speakers, @Nullable List<Integer> evidence) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record SaidSeveral(@Nullable String speaker, @Nullable List<Integer> evidence) {}

    /// Reads an answer, unchecked. A speaker that the answer omits is unknown; a speaker that does not exist is
    /// ignored.
    ///
    /// @throws LlmException if the answer does not follow the schema: another call may bring a better one
    public static Verdict of(Answer answer, Conversation conversation, LabellingRequest request) {
        var said = read(answer);
        var byKey = new HashMap<String, SaidOfOne>();
        orEmpty(said.speakers()).forEach(one -> byKey.putIfAbsent(String.valueOf(one.speaker()), one));
        var speakers = conversation.speakers()
                .stream()
                .collect(Collectors.toMap(Speaker::key, Function.identity()));
        return new Verdict(settingOf(said, request),
                conversation.speakers().stream().map(it -> label(it, byKey.get(it.key()), request)).toList(),
                orEmpty(said.samePerson()).stream().map(it -> samePerson(it, speakers)).toList(),
                orEmpty(said.severalPeople()).stream()
                        .flatMap(it -> severalPeople(it, speakers).stream())
                        .toList());
    }

    /// What is said where no LLM is asked.
    static Verdict ofNothing(Conversation conversation, LabellingRequest request) {
        return new Verdict(request.mustFindSetting() ? null : request.sets().getFirst().name(),
                conversation.speakers().stream().map(Label::unknown).toList(), List.of(), List.of());
    }

    /// Number of roles and names that are not unknown.
    public int claims() {
        return (int) (labels.stream().filter(Label::isKnown).count()
                + labels.stream().filter(label -> label.name() != null).count());
    }

    private static @Nullable String settingOf(Said said, LabellingRequest request) {
        return request.mustFindSetting()
                ? request.sets()
                        .stream()
                        .map(RoleSet::name)
                        .filter(name -> name.equals(said.setting()))
                        .findFirst()
                        .orElse(null)
                : request.sets().getFirst().name();
    }

    private static Label label(Speaker speaker, @Nullable SaidOfOne said, LabellingRequest request) {
        if (said == null) {
            return Label.unknown(speaker);
        }
        var role = said.role() == null || !request.roles().containsKey(said.role()) ? RoleSet.UNKNOWN : said.role();
        var name = said.name() == null || said.name().isBlank() ? null : said.name().strip();
        return new Label(speaker, role, name, said.rosterEntry(), Math.clamp(said.confidence(), 0, 1),
                orEmpty(said.evidence()));
    }

    private static SamePerson samePerson(SaidSame said, Map<String, Speaker> speakers) {
        return new SamePerson(orEmpty(said.speakers()).stream()
                .filter(speakers::containsKey)
                .distinct()
                .map(speakers::get)
                .toList(), orEmpty(said.evidence()));
    }

    private static Optional<SeveralPeople> severalPeople(SaidSeveral said, Map<String, Speaker> speakers) {
        return Optional.ofNullable(said.speaker())
                .map(speakers::get)
                .map(speaker -> new SeveralPeople(speaker, orEmpty(said.evidence())));
    }

    private static <T> List<T> orEmpty(@Nullable List<@Nullable T> list) {
        var present = new ArrayList<T>();
        if (list != null) {
            for (var it : list) {
                if (it != null) {
                    present.add(it);
                }
            }
        }
        return present;
    }

    private static Said read(Answer answer) {
        try {
            var said = READER.<Said>readValue(answer.json());
            if (said != null && said.speakers() != null) {
                return said;
            }
        } catch (JsonProcessingException e) {
            throw unreadable("it is not JSON in the requested schema");
        }
        throw unreadable("it has no speakers");
    }

    /// Without the parser's message, which would quote the answer.
    private static LlmException unreadable(String why) {
        return new LlmException(
                new JobFailure.UnusableAnswer("answer-unreadable", "the LLM's answer cannot be used: " + why, null));
    }
}
