/// The LLM: its configuration, what it is asked, what it answers, and what a failure means for a job. This package and
/// those below it do not know what is asked.
@NullMarked
package dev.rolecall.classifier.llm;

import org.jspecify.annotations.NullMarked;
