package dev.rolecall.localstack;

/// A part of the stack that can be killed and restarted.
public interface Server {
    String name();

    /// Starts the server with its existing data. Returns when it answers.
    void start();

    /// kill -9.
    void kill();

    /// Stops the server gracefully, and waits until it has exited.
    void stop();

    /// The process ids of this server, for memory measurements.
    long pid();
}
