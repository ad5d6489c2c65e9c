/// Deepgram's words, and the turns that are rebuilt from them.
@NullMarked
package dev.rolecall.classifier.conversation;

import org.jspecify.annotations.NullMarked;
