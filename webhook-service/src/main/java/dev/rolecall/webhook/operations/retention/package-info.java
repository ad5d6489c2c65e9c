/// Bodies and results are dropped when they are old enough, by month or by tag, unless a legal hold forbids it.
@NullMarked
package dev.rolecall.webhook.operations.retention;

import org.jspecify.annotations.NullMarked;
