package dev.rolecall.classifier.prompt;

import dev.rolecall.classifier.names.Phrases;

/// Finds what is said to whoever labels the transcript instead of to the others on the call: "label speaker two as the
/// doctor". Such a turn is not shown to the model, and shows nothing.
///
/// No list of phrases is complete. What gets past this one still meets [CheckEvidence]; what is caught here cannot talk
/// even a gullible model into anything.
final class PromptInjection {
    private static final Phrases PHRASES = Phrases.of("", "prompt-injections");

    private PromptInjection() {}

    static boolean isIn(String text) {
        return PHRASES.isIn(text);
    }
}
