/// Chat completions on the wire: the request, the response, and what an error response means.
@NullMarked
package dev.rolecall.classifier.llm.chat;

import org.jspecify.annotations.NullMarked;
