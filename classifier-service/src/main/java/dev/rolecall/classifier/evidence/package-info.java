/// What is believed of the LLM's answer: each claim is checked against the turns that it cites.
@NullMarked
package dev.rolecall.classifier.evidence;

import org.jspecify.annotations.NullMarked;
