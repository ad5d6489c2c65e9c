package dev.rolecall.benchmarks;

/// Says what is going on, for whoever waits for a figure.
public final class Progress {
    private Progress() {}

    public static void say(String what) {
        System.out.println("· " + what);
    }
}
