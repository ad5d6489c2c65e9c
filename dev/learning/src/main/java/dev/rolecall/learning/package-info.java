/// Learns the weights of names from dialogues whose speakers are known, and reports how well they do on others.
@NullMarked
package dev.rolecall.learning;

import org.jspecify.annotations.NullMarked;
