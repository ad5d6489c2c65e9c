/// The use case: claim a transcript, rebuild its turns, ask the LLM who is who, check the evidence, store the result.
@NullMarked
package dev.rolecall.classifier.classification;

import org.jspecify.annotations.NullMarked;
