package dev.rolecall.classifier.prompt;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.evidence.Label;
import dev.rolecall.classifier.evidence.Verdict;
import dev.rolecall.classifier.evidence.Verdict.SamePerson;
import dev.rolecall.classifier.evidence.Verdict.SeveralPeople;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.LlmException.Unusable;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import org.jspecify.annotations.Nullable;

/// Reads what the LLM says about the speakers, unchecked. Models that follow no schema write numbers as text, roles with a
/// capital, "Speaker 0:1" for "0:1", and the text of a turn instead of its number: what is meant is read, and what is not
/// clear is left out.
public final class ReadAnswer {
    private static final ObjectReader JSON = JsonMapper.builder().build().readerFor(JsonNode.class);
    /// Of a speaker, or the number of one.
    private static final Pattern KEY = Pattern.compile("(?<![\\d:])\\d{1,9}(?::\\d{1,9})?(?![\\d:])");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\d.])\\d{1,9}(?![\\d.])");
    private static final Pattern NUMBER_WITH_POINT = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
    /// Text that only numbers turns: "3", "[3]", "turns 3 and 5", "#3".
    private static final Pattern NUMBERS_ONLY = Pattern.compile("(?i)(?:turns?|lines?|no|and|to|[^\\p{L}])*");
    /// The number in front of a quoted turn, as the prompt shows turns.
    private static final Pattern NUMBERED_TURN = Pattern.compile("^\\s*\\[(\\d{1,9})\\]");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");
    private static final int SHORTEST_QUOTE = 8;
    private static final List<String> SPEAKER_FIELDS = List.of("speaker", "speaker_id", "key", "id");
    private static final Set<String> NO_NAME = Set.of("", "null", "none", "unknown", "n/a", "not mentioned",
            "not given",
            "not spoken", "not stated", "unnamed");

    private final Conversation conversation;
    private final LabellingRequest request;
    private final Map<String, Speaker> speakers = new HashMap<>();

    private ReadAnswer(Conversation conversation, LabellingRequest request) {
        this.conversation = conversation;
        this.request = request;
        conversation.speakers().forEach(speaker -> speakers.put(speaker.key(), speaker));
    }

    /// A speaker that the answer leaves out is unknown.
    ///
    /// @throws LlmException if the answer is about no speaker of the conversation: another call may bring a better one
    public static Verdict of(Answer answer, Conversation conversation, LabellingRequest request) {
        var labels = new ReadAnswer(conversation, request).verdict(json(answer));
        return labels.orElseThrow(() -> unreadable(answer, "it names no speaker of the conversation"));
    }

    private static JsonNode json(Answer answer) {
        try {
            return JSON.readTree(answer.json());
        } catch (JsonProcessingException e) {
            throw unreadable(answer, "it is not JSON");
        }
    }

    private static LlmException unreadable(Answer answer, String why) {
        return new LlmException(
                new JobFailure.UnusableAnswer(new Cause(JobFailure.UnusableAnswer.UNREADABLE,
                        "the LLM's answer cannot be used: " + why, null, answer.provider())),
                new Unusable(answer.content(), answer.usage()));
    }

    private Optional<Verdict> verdict(JsonNode said) {
        var bySpeaker = new HashMap<Speaker, JsonNode>();
        entries(said.path("speakers")).forEach(
                entry -> speakerOf(entry).ifPresent(speaker -> bySpeaker.putIfAbsent(speaker, entry)));
        return bySpeaker.isEmpty()
                ? Optional.empty()
                : Optional.of(new Verdict(setting(said.path("setting")),
                        conversation.speakers().stream().map(it -> label(it, bySpeaker.get(it))).toList(),
                        samePeople(said.path("same_person")),
                        list(said.path("several_people")).flatMap(it -> severalPeople(it).stream()).toList()));
    }

    /// A list, or an object with the speakers' keys.
    private static Stream<JsonNode> entries(JsonNode speakers) {
        return speakers.isObject() && !speakers.has("speaker")
                ? speakers.properties().stream().map(it -> keyed(it.getKey(), it.getValue()))
                : list(speakers);
    }

    private static JsonNode keyed(String key, JsonNode entry) {
        return entry instanceof ObjectNode object
                ? object.deepCopy().put("speaker", key)
                : JsonNodeFactory.instance.objectNode().put("speaker", key).put("role", entry.asText());
    }

    private static Stream<JsonNode> list(JsonNode node) {
        return (node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node))
                .filter(entry -> !entry.isNull() && !entry.isMissingNode());
    }

    private Optional<Speaker> speakerOf(JsonNode entry) {
        return SPEAKER_FIELDS.stream().map(entry::path).flatMap(said -> speaker(said).stream()).findFirst();
    }

    /// By the only key in the text. On a mono recording, the number alone is clear too.
    private Optional<Speaker> speaker(JsonNode said) {
        var keys = KEY.matcher(said.asText("")).results().map(MatchResult::group).distinct().toList();
        if (keys.size() != 1) {
            return Optional.empty();
        }
        var key = keys.getFirst();
        return Optional.ofNullable(speakers.get(key)).or(() -> isMono() ? byNumber(key) : Optional.empty());
    }

    private boolean isMono() {
        return conversation.speakers().stream().map(Speaker::channel).distinct().count() == 1;
    }

    private Optional<Speaker> byNumber(String number) {
        return conversation.speakers().stream().filter(it -> number.equals(String.valueOf(it.number()))).findFirst();
    }

    private @Nullable String setting(JsonNode said) {
        return request.mustFindSetting()
                ? meant(said, request.sets().stream().map(RoleSet::name)).orElse(null)
                : request.sets().getFirst().name();
    }

    /// The value whose letters and digits are the same, without a remark in parentheses.
    private static Optional<String> meant(JsonNode said, Stream<String> values) {
        var wanted = folded(said.asText("").replaceAll("\\(.*?\\)", ""));
        return values.filter(value -> folded(value).equals(wanted)).findFirst();
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private Label label(Speaker speaker, @Nullable JsonNode said) {
        if (said == null) {
            return Label.unknown(speaker);
        }
        var entry = said.path("roster_entry");
        return new Label(speaker, meant(said.path("role"), request.roles().keySet().stream()).orElse(RoleSet.UNKNOWN),
                name(said.path("name")), entry.isTextual() ? clean(entry.textValue()) : null,
                confidence(said.path("confidence")), evidence(said.path("evidence")));
    }

    private static @Nullable String name(JsonNode said) {
        var name = said.isTextual() ? clean(said.textValue()) : "";
        return NO_NAME.contains(name.toLowerCase(Locale.ROOT)) ? null : name;
    }

    /// A name has no control characters, and PostgreSQL's JSON no NUL.
    private static String clean(String text) {
        return CONTROLS.matcher(text).replaceAll(" ").strip();
    }

    /// From 0 to 1. A number above 1 is a percentage.
    private static double confidence(JsonNode said) {
        var number = NUMBER_WITH_POINT.matcher(said.asText(""));
        var value = number.find() ? Double.parseDouble(number.group()) : 0;
        return Math.clamp(value > 1 && value <= 100 ? value / 100 : value, 0, 1);
    }

    /// Numbers of turns, in the order in which they are said.
    private List<Integer> evidence(JsonNode said) {
        return numbers(said).distinct().toList();
    }

    private Stream<Integer> numbers(JsonNode said) {
        if (said.isContainerNode()) {
            return StreamSupport.stream(said.spliterator(), false).flatMap(this::numbers);
        }
        return said.isTextual() ? numbersIn(said.textValue()) : said.isInt() ? Stream.of(said.intValue()) : Stream.of();
    }

    private Stream<Integer> numbersIn(String text) {
        var numbered = NUMBERED_TURN.matcher(text);
        if (numbered.find()) {
            return Stream.of(Integer.valueOf(numbered.group(1)));
        }
        return NUMBERS_ONLY.matcher(text).matches()
                ? NUMBER.matcher(text).results().map(found -> Integer.valueOf(found.group()))
                : quoted(text);
    }

    /// The turns that contain the text.
    private Stream<Integer> quoted(String text) {
        var quote = folded(text);
        return quote.length() < SHORTEST_QUOTE
                ? Stream.of()
                : conversation.turns().stream().filter(turn -> folded(turn.text()).contains(quote)).map(Turn::number);
    }

    /// A list of objects or of lists of keys, or the keys of one person.
    private List<SamePerson> samePeople(JsonNode said) {
        return list(said).allMatch(JsonNode::isTextual)
                ? Stream.of(said).filter(keys -> !keys.isEmpty()).map(this::samePerson).toList()
                : list(said).map(this::samePerson).toList();
    }

    private SamePerson samePerson(JsonNode said) {
        var same = said.isObject() ? said.path("speakers") : said;
        return new SamePerson(list(same).flatMap(it -> speaker(it).stream()).distinct().toList(),
                evidence(said.path("evidence")));
    }

    private Optional<SeveralPeople> severalPeople(JsonNode said) {
        return speaker(said.isObject() ? said.path("speaker") : said)
                .map(speaker -> new SeveralPeople(speaker, evidence(said.path("evidence"))));
    }
}
