package dev.rolecall.fakellm;

import java.util.Objects;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The plainest value that follows a JSON schema, for questions other than Rolecall's.
final class AnySchema {
    private AnySchema() {}

    static @Nullable Object valueOf(JsonObject schema) {
        if (schema.getValue("enum") instanceof JsonArray values && !values.isEmpty()) {
            return values.getValue(0);
        }
        if (schema.containsKey("const")) {
            return schema.getValue("const");
        }
        if (schema.getValue("anyOf") instanceof JsonArray choices && !choices.isEmpty()) {
            return valueOf(choices.getJsonObject(0));
        }
        return switch (typeOf(schema)) {
            case "object" -> object(schema);
            case "array" -> new JsonArray();
            case "integer", "number" -> schema.getValue("minimum", 0);
            case "boolean" -> false;
            case "null" -> null;
            default -> "text of the fake LLM";
        };
    }

    private static JsonObject object(JsonObject schema) {
        var object = new JsonObject();
        schema.getJsonObject("properties", new JsonObject())
                .forEach(property -> object.put(property.getKey(), valueOf((JsonObject) property.getValue())));
        return object;
    }

    private static String typeOf(JsonObject schema) {
        return switch (schema.getValue("type")) {
            case String type -> type;
            case JsonArray types -> Objects.toString(types.getValue(0));
            case null, default -> schema.containsKey("properties") ? "object" : "string";
        };
    }
}
