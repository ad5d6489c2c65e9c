/// What each pod says of itself, where commands and the page read it.
@NullMarked
package dev.rolecall.classifier.pods;

import org.jspecify.annotations.NullMarked;
