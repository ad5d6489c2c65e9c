/// What the LLM is shown: instructions, the excerpt within a token budget, and the turns that are withheld.
@NullMarked
package dev.rolecall.classifier.prompt;

import org.jspecify.annotations.NullMarked;
