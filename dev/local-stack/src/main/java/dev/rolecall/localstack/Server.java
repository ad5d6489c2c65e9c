package dev.rolecall.localstack;

/// A part of the stack that can be taken away and brought back.
public interface Server {
    String name();

    /// Starts it, over the data it had before. Returns when it answers.
    void start();

    /// kill -9.
    void kill();

    /// Stops it as an operator would, and waits until it is gone.
    void stop();

    /// The process ids of this server, for whoever measures its memory.
    long pid();
}
