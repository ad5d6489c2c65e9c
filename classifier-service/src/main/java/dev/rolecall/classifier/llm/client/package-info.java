/// Asks the LLM: the provider that may be asked and is there, within the budget, and knowing whose fault a rejection is.
@NullMarked
package dev.rolecall.classifier.llm.client;

import org.jspecify.annotations.NullMarked;
