package dev.rolecall.classifier.conversation;

/// One of Deepgram's words, as it is to be read.
///
/// @param start in seconds from the beginning of the audio
public record Word(Speaker speaker, double start, double end, String text) {}
