/// The typed client for OpenAI's chat completions, and what its failures mean. Nothing here knows what is asked.
@NullMarked
package dev.rolecall.classifier.openai;

import org.jspecify.annotations.NullMarked;
