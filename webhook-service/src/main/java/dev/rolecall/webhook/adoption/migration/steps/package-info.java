/// The steps of an adoption, each with its way back.
@NullMarked
package dev.rolecall.webhook.adoption.migration.steps;

import org.jspecify.annotations.NullMarked;
