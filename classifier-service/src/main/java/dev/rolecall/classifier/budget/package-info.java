/// Spend limits for the LLM: tokens per minute and dollars per day, counted in PostgreSQL for all pods together.
@NullMarked
package dev.rolecall.classifier.budget;

import org.jspecify.annotations.NullMarked;
