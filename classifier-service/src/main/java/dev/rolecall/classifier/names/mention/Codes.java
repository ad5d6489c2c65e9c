package dev.rolecall.classifier.names.mention;

import java.util.Arrays;

/// A set of codes of cues, see [Cue#code].
public final class Codes {
    private int[] codes = new int[48];
    private int size;

    void add(int code) {
        if (size == codes.length) {
            codes = Arrays.copyOf(codes, 2 * size);
        }
        codes[size++] = code;
    }

    public int size() {
        return size;
    }

    public int get(int i) {
        return codes[i];
    }
}
