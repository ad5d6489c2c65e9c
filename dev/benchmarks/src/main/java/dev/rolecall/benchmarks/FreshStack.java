package dev.rolecall.benchmarks;

import java.util.Map;
import java.util.function.Function;

import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Llm;
import dev.rolecall.localstack.Ports;
import dev.rolecall.localstack.RunFolder;
import dev.rolecall.localstack.Stack;

/// A stack for one measurement, without data of earlier ones. It ends with the measurement, or with Ctrl-C.
public final class FreshStack {
    private FreshStack() {}

    /// With the fake LLM. Nothing is started yet.
    public static <T> T use(String name, Function<Stack, T> measurement) {
        return use(name, Llm.fake(), Map.of(), measurement);
    }

    /// @param name of the folder
    /// @param settings environment variables for both services
    public static <T> T use(String name, Llm llm, Map<String, String> settings, Function<Stack, T> measurement) {
        var folder = RunFolder.at(Checkout.root().resolve(".rolecall/" + name));
        folder.endLeftovers();
        folder.emptyData();
        try (var stack = new Stack(folder, Ports.free(), llm, settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            return measurement.apply(stack);
        }
    }
}
