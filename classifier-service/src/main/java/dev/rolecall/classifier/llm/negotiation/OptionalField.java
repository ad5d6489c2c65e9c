package dev.rolecall.classifier.llm.negotiation;

import java.util.List;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.classifier.llm.Question;
import org.jspecify.annotations.Nullable;

/// A field that a request can do without.
///
/// @param name for logs and results
/// @param ways how it can be sent, the best first; the last is always [Way#LEFT_OUT]
/// @param setting key of the configuration by which an operator asked for this field; null if it is a default. What an
///        operator asked for is not left out for long.
record OptionalField(String name, List<Way> ways, @Nullable String setting) {
    OptionalField {
        ways = List.copyOf(ways);
        if (!ways.getLast().equals(Way.LEFT_OUT)) {
            throw new IllegalArgumentException("the last way of " + name + " must be to leave it out");
        }
    }

    int lastWay() {
        return ways.size() - 1;
    }

    /// One way to send a field.
    ///
    /// @param text for logs and results: the value
    public record Way(String text, BiConsumer<ObjectNode, Question> write) {
        static final Way LEFT_OUT = new Way("left out", (_, _) -> {});
    }
}
