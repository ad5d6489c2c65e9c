package dev.rolecall.fakellm.provider;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// What errors say to people. A client must not depend on it, so it can be replaced by random words.
public enum Messages {
    /// What is wrong.
    PLAIN,
    /// Nothing.
    RANDOM;

    private static final List<String> WORDS = List.of("umbrella", "seven", "orchard", "although", "copper", "drizzle",
            "sideways", "lantern", "borrow", "pebble", "upstairs", "velvet", "October", "thirty", "harbour", "gently");

    /// @throws IllegalArgumentException if there is none of this name
    public static Messages named(String name) {
        return switch (name) {
            case "plain" -> PLAIN;
            case "random" -> RANDOM;
            default -> throw new IllegalArgumentException("messages \"%s\" is neither plain nor random".formatted(name));
        };
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String of(String plain, RandomGenerator random) {
        return this == PLAIN
                ? plain
                : random.ints(6, 0, WORDS.size()).mapToObj(WORDS::get).collect(Collectors.joining(" "));
    }
}
