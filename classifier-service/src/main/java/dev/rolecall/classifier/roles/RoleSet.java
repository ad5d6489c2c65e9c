package dev.rolecall.classifier.roles;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The roles of one kind of conversation.
///
/// @param name in configuration and in the LLM's answer: `support`, `medical`
/// @param setting the kind of conversation, in one line
/// @param roles role to one-line description, without [#UNKNOWN]
public record RoleSet(String name, String setting, SortedMap<String, String> roles) {
    /// The role of a speaker whose role is not known. Every role set has it.
    public static final String UNKNOWN = "unknown";

    public RoleSet {
        roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
    }

    public static RoleSet of(String name, String setting, Map<String, String> roles) {
        return new RoleSet(name, setting, new TreeMap<>(roles));
    }
}
