package dev.rolecall.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// The two servers as child processes on free ports, over a fresh folder.
record EmbeddedInfrastructure(Stack stack) implements Infrastructure {

    static EmbeddedInfrastructure start(String name) {
        var path = Checkout.root().resolve(".rolecall/test/" + name);
        RunFolder.at(path).endLeftovers();
        delete(path.resolve("data"));
        var stack = new Stack(RunFolder.at(path), Ports.free(), Stack.Model.standIn());
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        stack.startServers();
        return new EmbeddedInfrastructure(stack);
    }

    @Override
    public Database database() {
        return stack.database();
    }

    @Override
    public String bootstrapServers() {
        return stack.bootstrapServers();
    }

    @Override
    public void close() {
        stack.close();
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be emptied", e);
        }
    }
}
