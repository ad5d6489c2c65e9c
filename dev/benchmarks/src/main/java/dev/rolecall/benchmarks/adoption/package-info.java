/// The way before Rolecall and two of Rolecall's ways, under the same callbacks and the same bad days of the LLM.
@NullMarked
package dev.rolecall.benchmarks.adoption;

import org.jspecify.annotations.NullMarked;
