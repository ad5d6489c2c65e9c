package dev.rolecall.classifier.llm.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.classifier.llm.LlmConfig.AnswerFormat;
import dev.rolecall.classifier.llm.LlmConfig.AnswerLimit;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.negotiation.OptionalField.Way;
import dev.rolecall.classifier.llm.provider.Tuning;

/// The optional fields of a chat completion request, in the order in which they are brought back.
final class OptionalFields {
    static final String FORMAT = "response_format";
    static final String STORE = "store";
    private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";
    private static final String MAX_TOKENS = "max_tokens";
    /// A limit that is too large for the model's context is lowered, by these factors.
    private static final List<Integer> SHARES = List.of(1, 4, 16);

    private OptionalFields() {}

    static List<OptionalField> of(Tuning tuning) {
        var fields = new ArrayList<OptionalField>();
        fields.add(format(tuning));
        fields.add(limit(tuning));
        fields.add(field(STORE, new Way("false", (request, _) -> request.put(STORE, false))));
        var effort = tuning.reasoningEffort();
        if (effort != null) {
            fields.add(configured("reasoning_effort", "rolecall.llm.reasoning-effort",
                    new Way(effort, (request, _) -> request.put("reasoning_effort", effort))));
        }
        var degree = tuning.temperature();
        if (degree != null) {
            fields.add(configured("temperature", "rolecall.llm.temperature",
                    new Way(Double.toString(degree), (request, _) -> request.put("temperature", degree))));
        }
        return List.copyOf(fields);
    }

    private static OptionalField format(Tuning tuning) {
        var schemas = List.of(new Way("json_schema, strict", (request, question) -> schema(request, question, true)),
                new Way("json_schema", (request, question) -> schema(request, question, false)));
        var object = new Way("json_object",
                (request, _) -> request.putObject(FORMAT).put("type", "json_object"));
        var setting = "rolecall.llm.answer-format";
        return switch (tuning.answerFormat()) {
            case null -> field(FORMAT, schemas.getFirst(), schemas.getLast(), object);
            case AnswerFormat.SCHEMA -> configured(FORMAT, setting, schemas.getFirst(), schemas.getLast());
            case AnswerFormat.JSON -> configured(FORMAT, setting, object);
            case AnswerFormat.TEXT -> field(FORMAT);
        };
    }

    private static void schema(ObjectNode request, Question question, boolean isStrict) {
        var schema = request.putObject(FORMAT).put("type", "json_schema").putObject("json_schema");
        schema.put("name", question.schemaName());
        if (isStrict) {
            schema.put("strict", true);
        }
        schema.set("schema", question.schema());
    }

    private static OptionalField limit(Tuning tuning) {
        var setting = "rolecall.llm.answer-limit";
        return switch (tuning.answerLimit()) {
            case null -> field(MAX_COMPLETION_TOKENS, limits(tuning, MAX_COMPLETION_TOKENS, MAX_TOKENS));
            case AnswerLimit.MAX_COMPLETION_TOKENS ->
                configured(MAX_COMPLETION_TOKENS, setting, limits(tuning, MAX_COMPLETION_TOKENS));
            case AnswerLimit.MAX_TOKENS -> configured(MAX_TOKENS, setting, limits(tuning, MAX_TOKENS));
            case AnswerLimit.NONE -> field(MAX_COMPLETION_TOKENS);
        };
    }

    private static Way[] limits(Tuning tuning, String... names) {
        return SHARES.stream()
                .map(share -> Math.max(1, tuning.maxAnswerTokens() / share))
                .flatMap(tokens -> Stream.of(names)
                        .map(name -> new Way("%s %d".formatted(name, tokens),
                                (request, _) -> request.put(name, tokens))))
                .toArray(Way[]::new);
    }

    private static OptionalField field(String name, Way... ways) {
        return new OptionalField(name, andLeftOut(ways), null);
    }

    private static OptionalField configured(String name, String setting, Way... ways) {
        return new OptionalField(name, andLeftOut(ways), setting);
    }

    private static List<Way> andLeftOut(Way... ways) {
        return Stream.concat(Stream.of(ways), Stream.of(Way.LEFT_OUT)).toList();
    }
}
