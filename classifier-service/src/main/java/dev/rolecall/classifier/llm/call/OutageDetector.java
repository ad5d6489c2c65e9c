package dev.rolecall.classifier.llm.call;

import java.util.ArrayDeque;
import java.util.Deque;

/// Distinguishes single failures from an outage of the provider: half of the last twenty calls failed.
class OutageDetector {
    private static final int WINDOW = 20;

    private final Deque<Boolean> outcomes = new ArrayDeque<>();
    private int failures;

    synchronized void record(boolean failed) {
        outcomes.addLast(failed);
        failures += failed ? 1 : 0;
        if (outcomes.size() > WINDOW && outcomes.removeFirst()) {
            failures--;
        }
    }

    synchronized boolean isOutage() {
        return outcomes.size() == WINDOW && 2 * failures >= WINDOW;
    }
}
