/// Asks the LLM: within the budget, in a form that the provider accepts, and knowing whose fault a rejection is.
@NullMarked
package dev.rolecall.classifier.llm.client;

import org.jspecify.annotations.NullMarked;
