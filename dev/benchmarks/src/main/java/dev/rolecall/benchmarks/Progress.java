package dev.rolecall.benchmarks;

/// Prints what a benchmark is doing.
public final class Progress {
    private Progress() {}

    public static void say(String what) {
        System.out.println("· " + what);
    }
}
