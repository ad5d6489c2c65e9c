/// Reading one request body within limits of size and time, and how many large bodies are read at once.
@NullMarked
package dev.rolecall.webhook.reading;

import org.jspecify.annotations.NullMarked;
