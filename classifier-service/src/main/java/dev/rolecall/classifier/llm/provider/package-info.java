/// The providers that an operator has configured.
@NullMarked
package dev.rolecall.classifier.llm.provider;

import org.jspecify.annotations.NullMarked;
