package dev.rolecall.classifier.classification;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.prompt.Excerpt;
import dev.rolecall.classifier.roles.LabellingRequest;

/// What there is to decide by: the whole conversation, what is asked of it, and as much of it as the model sees.
record ClassificationInput(LabellingRequest request, Conversation conversation, Excerpt excerpt) {}
