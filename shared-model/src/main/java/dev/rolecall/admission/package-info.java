/// How much a pod works on at once.
@NullMarked
package dev.rolecall.admission;

import org.jspecify.annotations.NullMarked;
