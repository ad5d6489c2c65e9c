/// Which optional fields of a request a provider accepts. It is learnt from what is rejected and what passes, never from
/// what an error message says: see [Negotiation].
@NullMarked
package dev.rolecall.classifier.llm.negotiation;

import org.jspecify.annotations.NullMarked;
