package dev.rolecall.systemtests.documents;

import java.util.Locale;

/// One setting, as docs/configuration.md lists it.
///
/// @param name with `<name>` for a key of a map
/// @param type as a reader writes the value
/// @param fallback the default; empty if there is none
/// @param about what the setting does
record Setting(String name, String type, String fallback, String about) {

    /// Everything that is not a letter or a digit becomes `_` (MicroProfile Config, "Environment Variables Mapping
    /// Rules").
    String variable() {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9<>]", "_");
    }

    String row() {
        return "| `%s`<br/>`%s` | %s | %s | %s |".formatted(name, variable(), type,
                fallback.isEmpty() ? "" : "`" + fallback + "`", about.replace("|", "\\|"));
    }
}
