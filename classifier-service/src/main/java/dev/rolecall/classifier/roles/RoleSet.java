package dev.rolecall.classifier.roles;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Roles that belong together, because they meet in one kind of conversation.
///
/// @param name for people and for the answer: `support`, `medical`
/// @param setting the kind of conversation, in a line
/// @param roles role to one-line description, "unknown" not among them
public record RoleSet(String name, String setting, SortedMap<String, String> roles) {

    public RoleSet {
        roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
    }

    public static RoleSet of(String name, String setting, Map<String, String> roles) {
        return new RoleSet(name, setting, new TreeMap<>(roles));
    }
}
