package dev.rolecall.classifier.classification;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.prompt.Excerpt;
import dev.rolecall.classifier.roles.LabellingRequest;

/// What a classification needs: the whole conversation, what the caller asked for, and the excerpt for the LLM.
record ClassificationInput(LabellingRequest request, Conversation conversation, Excerpt excerpt) {}
