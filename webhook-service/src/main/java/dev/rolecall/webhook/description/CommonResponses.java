package dev.rolecall.webhook.description;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.jspecify.annotations.Nullable;

/// Describes what every route that needs an API key may answer, so that no resource has to.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CommonResponses implements OASFilter {
    private static final String API_KEY = "apiKey";

    @Override
    public @Nullable Operation filterOperation(Operation operation) {
        if (needsKey(operation)) {
            add(operation, "401", "There is no API key, or no valid one");
            add(operation, "503", "PostgreSQL does not answer: try again");
        }
        return operation;
    }

    private static boolean needsKey(Operation operation) {
        return operation.getSecurity() != null
                && operation.getSecurity().stream().anyMatch(required -> required.hasScheme(API_KEY));
    }

    private static void add(Operation operation, String status, String description) {
        operation.getResponses().addAPIResponse(status, OASFactory.createAPIResponse().description(description));
    }
}
