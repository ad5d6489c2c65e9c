package dev.rolecall.classifier.conversation;

/// One word, with its punctuation.
///
/// @param start in seconds from the beginning of the audio
public record Word(Speaker speaker, double start, double end, String text) {

    Word by(Speaker other) {
        return new Word(other, start, end, text);
    }
}
