/// Whose name is it? Every mention of every name is weighed for every speaker at once.
@NullMarked
package dev.rolecall.classifier.names.weighing;

import org.jspecify.annotations.NullMarked;
