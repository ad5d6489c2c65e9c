/// Where a name is spoken and whose name it is: spoken names, and phrases in many languages as text files.
@NullMarked
package dev.rolecall.classifier.names;

import org.jspecify.annotations.NullMarked;
