package dev.rolecall.benchmarks;

import java.util.Map;
import java.util.function.Function;

import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Ports;
import dev.rolecall.localstack.RunFolder;
import dev.rolecall.localstack.Stack;
import dev.rolecall.localstack.Stack.Model;

/// A stack for one measurement: nothing is left of an earlier one, and it ends with it, or with a Ctrl-C.
public final class FreshStack {
    private FreshStack() {}

    /// With the stand-in; nothing is started yet.
    public static <T> T use(String name, Function<Stack, T> measurement) {
        return use(name, Model.standIn(), Map.of(), measurement);
    }

    /// @param name of its folder
    /// @param settings environment variables for both services
    public static <T> T use(String name, Model model, Map<String, String> settings, Function<Stack, T> measurement) {
        var folder = RunFolder.at(Checkout.root().resolve(".rolecall/" + name));
        folder.endLeftovers();
        folder.emptyData();
        try (var stack = new Stack(folder, Ports.free(), model, settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            return measurement.apply(stack);
        }
    }
}
