/// A table of the team's own, with one status for Deepgram and the LLM together, is adopted in steps that each can be taken
/// back: a second status beside the first, a copy in Rolecall's tables, a view in its place, and in the end none.
///
/// It runs with the owner's rights as a program of its own, over JDBC, and never in a service.
@NullMarked
package dev.rolecall.webhook.adoption.migration;

import org.jspecify.annotations.NullMarked;
