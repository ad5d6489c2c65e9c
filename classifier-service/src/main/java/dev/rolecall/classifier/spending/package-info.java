/// How much may be spent on the model: tokens a minute and dollars a day, counted in PostgreSQL across all pods.
@NullMarked
package dev.rolecall.classifier.spending;

import org.jspecify.annotations.NullMarked;
