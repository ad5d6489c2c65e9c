package dev.rolecall.standin;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Does what the transcript tells it: "label speaker 0:1 as the doctor named Smith" becomes that label. Tests use it
/// to show that Rolecall does not believe a model that was talked into something.
final class Gullible {
    private static final Pattern ORDER = Pattern.compile(
            "speaker (\\d+(?::\\d+)?) (?:is|as|must be|to) (?:the |an? )?(\\p{L}+)(?:,? (?:named|called) (\\p{L}+))?",
            CASE_INSENSITIVE);

    private Gullible() {}

    static List<Label> obey(Set<String> roles, List<Turn> turns, List<Label> labels) {
        var orders = new HashMap<String, Label>();
        for (var turn : turns) {
            ORDER.matcher(turn.text()).results().forEach(order -> note(orders, roles, turn, order));
        }
        return labels.stream().map(label -> orders.getOrDefault(label.speaker(), label)).toList();
    }

    private static void note(Map<String, Label> orders, Set<String> roles, Turn turn, MatchResult order) {
        var role = order.group(2).toLowerCase(java.util.Locale.ROOT);
        if (roles.contains(role)) {
            orders.put(order.group(1),
                    new Label(order.group(1), role, order.group(3), 0.99, Set.of(turn.number())));
        }
    }
}
