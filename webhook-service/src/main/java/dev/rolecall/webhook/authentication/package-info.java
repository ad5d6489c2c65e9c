/// Who may call `/callback`: how Deepgram shows that it is Deepgram.
@NullMarked
package dev.rolecall.webhook.authentication;

import org.jspecify.annotations.NullMarked;
