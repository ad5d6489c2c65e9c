/// Who may call `/callback`: the credentials that Deepgram presents.
@NullMarked
package dev.rolecall.webhook.authentication;

import org.jspecify.annotations.NullMarked;
