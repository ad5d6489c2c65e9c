package dev.rolecall.webhook.door;

import java.util.Set;

/// Whether a path means the same to all who read it: to proxies that decide by it, and to the framework that routes by
/// it. nginx decodes `%2f` and resolves `..` before it compares, and JAX-RS cuts off what follows a semicolon, so that
/// `/transcripts;x=%2f..%2fcallback` was a callback to the one and the list of transcripts to the other.
final class CanonicalPath {
    private static final Set<Character> AMBIGUOUS = Set.of('/', '\\', ';', '.', '%', '#', '?');
    private static final int HEX = 16;

    private CanonicalPath() {}

    /// @param target of the request line: a path and perhaps a query, as received
    static boolean isIn(String target) {
        var query = target.indexOf('?');
        var path = query < 0 ? target : target.substring(0, query);
        return path.startsWith("/") && !path.contains("//") && hasPlainCharacters(path) && hasNoDotSegment(path);
    }

    private static boolean hasPlainCharacters(String path) {
        for (var i = 0; i < path.length(); i++) {
            var c = path.charAt(i);
            if (!isPrintable(c) || c == '\\' || c == ';' || c == '#') {
                return false;
            }
            if (c == '%' && !isHarmlessEscape(path, i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the escape at an index stands for a space or a printable ASCII character without a meaning in paths.
    private static boolean isHarmlessEscape(String path, int index) {
        if (index + 2 >= path.length()) {
            return false;
        }
        var high = Character.digit(path.charAt(index + 1), HEX);
        var low = Character.digit(path.charAt(index + 2), HEX);
        var c = (char) (high * HEX + low);
        return high >= 0 && low >= 0 && (isPrintable(c) || c == ' ') && !AMBIGUOUS.contains(c);
    }

    private static boolean isPrintable(char c) {
        return c > ' ' && c < 0x7f;
    }

    private static boolean hasNoDotSegment(String path) {
        for (var segment : path.split("/", -1)) {
            // some cut spaces off
            var name = segment.replace("%20", "");
            if (".".equals(name) || "..".equals(name)) {
                return false;
            }
        }
        return true;
    }
}
