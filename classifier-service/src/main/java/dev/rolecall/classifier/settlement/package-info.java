/// What happens to a job after one attempt: the decision as a value, and the statement that writes it.
@NullMarked
package dev.rolecall.classifier.settlement;

import org.jspecify.annotations.NullMarked;
