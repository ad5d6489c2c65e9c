package dev.rolecall.fakellm;

import java.util.List;
import java.util.regex.Pattern;

/// One numbered line of the excerpt in the prompt: `[12] 0:1: The words of the turn.`
record Turn(int number, String speaker, String text) {
    private static final Pattern LINE = Pattern.compile("^\\[(\\d+)] (\\S+): (.*)$", Pattern.MULTILINE);

    static List<Turn> in(String prompt) {
        return LINE.matcher(prompt)
                .results()
                .map(line -> new Turn(Integer.parseInt(line.group(1)), line.group(2), line.group(3)))
                .toList();
    }
}
