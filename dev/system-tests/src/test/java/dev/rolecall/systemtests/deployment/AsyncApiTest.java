package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.contract.Topics;
import dev.rolecall.contract.TranscriptClassified;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.localstack.Checkout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares docs/asyncapi.yaml with the records and topics.
class AsyncApiTest {
    private static final JsonNode DOCUMENT = Manifests.objects(Checkout.root().resolve("docs/asyncapi.yaml"))
            .getFirst();

    @Test
    void namesEveryTopic() {
        assertThat(DOCUMENT.path("channels")).extracting(channel -> channel.path("address").asText())
                .containsExactlyInAnyOrderElementsOf(Topics.ALL);
    }

    @ParameterizedTest
    @ValueSource(classes = {TranscriptReady.class, TranscriptClassified.class})
    void describesTheFieldsOf(Class<?> event) {
        var schema = DOCUMENT.at("/components/schemas/" + event.getSimpleName());
        var fields = List.of(event.getRecordComponents());

        assertThat(schema.path("properties").fieldNames()).toIterable()
                .containsExactlyElementsOf(fields.stream().map(RecordComponent::getName).toList());
        assertThat(strings(schema.path("required"))).containsExactlyElementsOf(
                fields.stream().filter(field -> !isNullable(field)).map(RecordComponent::getName).toList());
        assertThat(fields)
                .allSatisfy(field -> assertThat(schema.at("/properties/" + field.getName() + "/type").asText())
                        .isEqualTo(typeOf(field)));
    }

    @Test
    void pointsNowhereInVain() {
        assertThat(DOCUMENT.findValuesAsText("$ref")).isNotEmpty()
                .allSatisfy(reference -> assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode()).as(reference)
                        .isFalse());
    }

    private static boolean isNullable(RecordComponent field) {
        AnnotatedType type = field.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class);
    }

    private static String typeOf(RecordComponent field) {
        return switch (field.getType().getSimpleName()) {
            case "int", "long" -> "integer";
            case "boolean", "Boolean" -> "boolean";
            case "UUID", "Instant", "String" -> "string";
            case String other -> throw new AssertionError("no JSON type is known for " + other);
        };
    }

    private static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }
}
