package dev.rolecall.fakellm;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// The response to one chat completion request, in OpenAI's shape.
final class Completion {
    private static final Encoding TOKENS = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    private final Asked asked;
    private final String id;
    private final UnaryOperator<Object> writing;
    private final boolean countsTokens;

    /// @param writing how the model writes the object that it was asked for: text, or a list of parts
    /// @param countsTokens whether tokens are counted with OpenAI's encoding; otherwise four characters count as one
    ///     token, OpenAI's rule of thumb for English
    Completion(JsonObject request, String id, UnaryOperator<Object> writing, boolean countsTokens) {
        this.asked = new Asked(request);
        this.id = id;
        this.writing = writing;
        this.countsTokens = countsTokens;
    }

    JsonObject labels(boolean gullible) {
        return answer(writing.apply(content(gullible)), "stop");
    }

    JsonObject cutOff() {
        var whole = content(false);
        return answer(whole.substring(0, whole.length() / 2), "length");
    }

    JsonObject garbage() {
        return answer("Sure! Here are the speakers: the first one sounds like", "stop");
    }

    JsonObject refusal() {
        var answer = answer("", "stop");
        answer.getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message")
                .put("content", null)
                .put("refusal", "I'm sorry, I can't help with that.");
        return answer;
    }

    /// How long the messages and the schema are, in tokens.
    int inputTokens() {
        return tokens(asked.input());
    }

    private String content(boolean gullible) {
        return asked.isAboutSpeakers() ? speakers(gullible) : anything();
    }

    private String anything() {
        var format = asked.request().getJsonObject("response_format", new JsonObject()).getString("type", "text");
        return format.equals("text")
                ? "This is the fake LLM. It labels the speakers of transcripts and understands nothing else."
                : String.valueOf(AnySchema.valueOf(asked.schema().isEmpty()
                        ? new JsonObject().put("type", "object")
                        : asked.schema()));
    }

    private String speakers(boolean gullible) {
        var cues = LabelByCues.of(asked.roles(), asked.turns());
        var honest = asked.speakers().stream().map(cues::labelOf).toList();
        var labels = gullible ? Gullible.obey(asked.roles(), asked.turns(), honest) : honest;
        var complaints = asked.complaints();
        var speakers = labels.stream()
                .map(label -> label.without(complaints.getOrDefault(label.speaker(), "")))
                .toList();
        var content = new JsonObject();
        if (asked.isToNameTheSetting()) {
            content.put("setting", setting(speakers));
        }
        return content.put("speakers", new JsonArray(speakers.stream().map(this::json).collect(Collectors.toList())))
                .put("same_person", samePerson(cues))
                .put("several_people", severalPeople(cues))
                .encode();
    }

    private JsonObject json(Label label) {
        var json = label.toJson();
        if (!asked.roster().isEmpty()) {
            json.put("roster_entry", asked.roster()
                    .stream()
                    .filter(entry -> label.name() != null && List.of(entry.split(" ", -1)).contains(label.name()))
                    .findFirst()
                    .orElse(null));
        }
        return json;
    }

    /// The setting that most of the found roles belong to.
    private String setting(List<Label> labels) {
        var settings = asked.settingsOfRoles();
        var votes = new HashMap<String, Integer>();
        labels.forEach(label -> settings.getOrDefault(label.role(), Set.of())
                .forEach(setting -> votes.merge(setting, 1, Integer::sum)));
        return votes.entrySet()
                .stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("other");
    }

    /// Keys that introduce themselves by the same name.
    private JsonArray samePerson(LabelByCues cues) {
        var byName = new HashMap<String, Map<String, Set<Integer>>>();
        asked.speakers()
                .forEach(speaker -> cues.introductionsOf(speaker)
                        .forEach((name, turns) -> byName.computeIfAbsent(name, _ -> new HashMap<>())
                                .put(speaker, turns)));
        var found = byName.values()
                .stream()
                .filter(speakers -> speakers.size() > 1)
                .map(speakers -> new JsonObject().put("evidence", numbers(speakers.values()))
                        .put("speakers", new JsonArray(speakers.keySet().stream().sorted().toList())))
                .toList();
        return new JsonArray(found);
    }

    /// Keys that introduce themselves by several names.
    private JsonArray severalPeople(LabelByCues cues) {
        var found = asked.speakers()
                .stream()
                .filter(speaker -> cues.introductionsOf(speaker).size() > 1)
                .map(speaker -> new JsonObject().put("evidence", numbers(cues.introductionsOf(speaker).values()))
                        .put("speaker", speaker))
                .toList();
        return new JsonArray(found);
    }

    private static JsonArray numbers(java.util.Collection<Set<Integer>> turns) {
        return new JsonArray(
                turns.stream().flatMap(Set::stream).distinct().sorted(Comparator.naturalOrder()).toList());
    }

    private JsonObject answer(Object content, String finishReason) {
        var message = new JsonObject().put("role", "assistant")
                .put("content", content)
                .putNull("refusal")
                .put("annotations", new JsonArray());
        var choice = new JsonObject().put("index", 0)
                .put("message", message)
                .putNull("logprobs")
                .put("finish_reason", finishReason);
        var input = inputTokens();
        var output = tokens(content.toString());
        return new JsonObject().put("id", id)
                .put("object", "chat.completion")
                .put("created", System.currentTimeMillis() / 1000)
                .put("model", asked.request().getString("model"))
                .put("choices", JsonArray.of(choice))
                .put("usage", new JsonObject().put("prompt_tokens", input)
                        .put("completion_tokens", output)
                        .put("total_tokens", input + output)
                        .put("prompt_tokens_details", new JsonObject().put("cached_tokens", 0).put("audio_tokens", 0))
                        .put("completion_tokens_details", new JsonObject().put("reasoning_tokens", 0)
                                .put("audio_tokens", 0)
                                .put("accepted_prediction_tokens", 0)
                                .put("rejected_prediction_tokens", 0)))
                .put("service_tier", "default")
                .putNull("system_fingerprint");
    }

    private int tokens(String text) {
        return countsTokens ? TOKENS.countTokensOrdinary(text) : text.length() / 4;
    }
}
