package dev.rolecall.systemtests;

import java.util.Map;

import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Llm;
import dev.rolecall.localstack.Ports;
import dev.rolecall.localstack.RunFolder;
import dev.rolecall.localstack.Stack;

/// A fresh stack for a test, not started.
public final class Stacks {
    private Stacks() {}

    public static Stack fresh(String name) {
        return fresh(name, Map.of());
    }

    /// @param settings environment variables of both services
    public static Stack fresh(String name, Map<String, String> settings) {
        return fresh(name, Ports.free(), settings);
    }

    /// @param settings environment variables of both services
    public static Stack fresh(String name, Ports ports, Map<String, String> settings) {
        var folder = RunFolder.at(Checkout.root().resolve(".rolecall/test-" + name));
        folder.endLeftovers();
        folder.emptyData();
        var stack = new Stack(folder, ports, Llm.fake(), settings);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        return stack;
    }
}
