package dev.rolecall.classifier.classification;

/// What there is to decide by: the whole conversation, what is asked of it, and as much of it as the model sees.
record Material(LabellingRequest request, Conversation conversation, Excerpt excerpt) {}
