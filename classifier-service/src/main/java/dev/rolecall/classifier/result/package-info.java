/// The result of a classification, its JSON shape, and the statement that stores it.
@NullMarked
package dev.rolecall.classifier.result;

import org.jspecify.annotations.NullMarked;
