package dev.rolecall.classifier.classification;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.prompt.Excerpt;
import dev.rolecall.classifier.roles.LabellingRequest;

/// What a classification needs: the whole conversation, what the caller asked for, the names that are spoken, and the
/// excerpt for the LLM.
record ClassificationInput(LabellingRequest request, Conversation conversation, WeighNames names, Excerpt excerpt) {}
