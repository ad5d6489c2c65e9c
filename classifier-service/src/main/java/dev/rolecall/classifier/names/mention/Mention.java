package dev.rolecall.classifier.names.mention;

import java.util.Set;

/// A name in a turn: one word, or several in a row.
///
/// @param turn index of the turn, from 0
/// @param from index of the first word in the turn
/// @param to index behind the last word
/// @param words in lower case, without titles
public record Mention(int turn, int from, int to, Set<String> words) {}
