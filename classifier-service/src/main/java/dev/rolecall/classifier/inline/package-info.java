/// Jobs that webhook-service asks for over HTTP, beside those of the topics.
@NullMarked
package dev.rolecall.classifier.inline;

import org.jspecify.annotations.NullMarked;
