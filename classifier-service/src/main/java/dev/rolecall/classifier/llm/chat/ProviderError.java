package dev.rolecall.classifier.llm.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/// An error as a provider reports it, wherever it stands: `error` as an object, a list or text, the whole body, FastAPI's
/// `detail`, or inside a response whose status is a success. Free text is not kept: it may quote the transcript.
///
/// @param status of the response or, if that is a success, the one inside
/// @param words the error's code, status and type, as far as they are one word that is no number; the most exact first
/// @param param name of the field that the provider objects to
record ProviderError(int status, List<String> words, @Nullable String param) {
    private static final String WORD = "[A-Za-z][A-Za-z0-9_.-]{0,63}";
    private static final String PARAM = "[A-Za-z0-9_.\\[\\]-]{1,64}";

    ProviderError {
        words = List.copyOf(words);
    }

    /// @param body null if it is not JSON
    /// @return empty if the response is no error
    static Optional<ProviderError> in(int status, @Nullable JsonNode body) {
        if (body == null) {
            return isSuccess(status) ? Optional.empty() : Optional.of(new ProviderError(status, List.of(), null));
        }
        var root = first(body);
        var error = errorIn(root, status);
        return error.isMissingNode()
                ? Optional.of(new ProviderError(status, List.of(), null)).filter(_ -> !isSuccess(status))
                : Optional.of(of(status, error, root));
    }

    private static JsonNode errorIn(JsonNode root, int status) {
        return Stream.of(root.path("error"), root.path("errors"), root.path("choices").path(0).path("error"))
                .map(ProviderError::first)
                .filter(ProviderError::saysSomething)
                .findFirst()
                .or(() -> Optional.of(first(root.path("detail"))).filter(_ -> !isSuccess(status))
                        .filter(ProviderError::saysSomething))
                .or(() -> Optional.of(root)
                        .filter(it -> !isSuccess(status) || "error".equals(it.path("object").textValue())))
                .orElse(MissingNode.getInstance());
    }

    private static JsonNode first(JsonNode node) {
        return node.isArray() ? node.path(0) : node;
    }

    private static boolean saysSomething(JsonNode node) {
        return node.isObject() ? !node.isEmpty() : node.isTextual() && !node.textValue().isBlank();
    }

    private static ProviderError of(int status, JsonNode error, JsonNode root) {
        var words = new ArrayList<String>();
        Stream.of(error.path("code"), error.path("innererror").path("code"), error.path("status"), error.path("type"),
                root.path("type"))
                .map(JsonNode::textValue)
                .filter(text -> text != null && text.matches(WORD))
                .forEach(words::add);
        return new ProviderError(isSuccess(status) ? inside(error) : status, words, paramOf(error));
    }

    private static boolean isSuccess(int status) {
        return status / 100 == 2;
    }

    /// The status of an error in a response whose own status is a success; 500 if it has none.
    private static int inside(JsonNode error) {
        return Stream.of(error.path("code"), error.path("status"), error.path("status_code"))
                .map(JsonNode::asText)
                .filter(text -> text.matches("[45]\\d\\d"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(500);
    }

    /// `param`, or the end of FastAPI's `loc`.
    private static @Nullable String paramOf(JsonNode error) {
        var loc = error.path("loc");
        var param = loc.isArray() && !loc.isEmpty() ? loc.path(loc.size() - 1).asText() : error.path("param").asText();
        return param.matches(PARAM) && !"null".equals(param) ? param : null;
    }

    boolean hasWord(Set<String> wanted) {
        return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).anyMatch(wanted::contains);
    }

    /// The most exact word, or the status.
    String code() {
        return words.isEmpty() ? "http-" + status : words.getFirst();
    }
}
