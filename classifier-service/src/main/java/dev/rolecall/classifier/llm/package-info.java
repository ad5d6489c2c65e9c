/// The typed client for OpenAI's chat completions, and what its failures mean for a job. This package does not know
/// what is asked.
@NullMarked
package dev.rolecall.classifier.llm;

import org.jspecify.annotations.NullMarked;
