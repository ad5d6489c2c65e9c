/// A conversation as words, and phrases to look for in them.
@NullMarked
package dev.rolecall.classifier.names.text;

import org.jspecify.annotations.NullMarked;
