/// A transcript of Rolecall's own is sent through the public address now and then, to find out whether all of the way works.
@NullMarked
package dev.rolecall.webhook.operations.synthetic;

import org.jspecify.annotations.NullMarked;
