package dev.rolecall.localstack;

/// PostgreSQL and Kafka as child processes on free ports, with empty data folders.
record EmbeddedInfrastructure(Stack stack) implements Infrastructure {

    static EmbeddedInfrastructure start(String name) {
        var folder = RunFolder.at(Checkout.root().resolve(".rolecall/test-" + name));
        folder.endLeftovers();
        folder.emptyData();
        var stack = new Stack(folder, Ports.free(), Llm.fake());
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
}
