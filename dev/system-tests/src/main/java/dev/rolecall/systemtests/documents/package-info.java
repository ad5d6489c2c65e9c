/// Documents that are generated from the code, and the checks of all documents.
@NullMarked
package dev.rolecall.systemtests.documents;

import org.jspecify.annotations.NullMarked;
