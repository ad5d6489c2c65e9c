/// One call to one provider: in a form that it accepts, within its time, measured, and with what its failure means.
@NullMarked
package dev.rolecall.classifier.llm.call;

import org.jspecify.annotations.NullMarked;
