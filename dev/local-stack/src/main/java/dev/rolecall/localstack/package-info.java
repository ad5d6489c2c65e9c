/// All of Rolecall on one machine, as child processes: PostgreSQL, Kafka, the fake LLM and the two services.
/// `./rolecall up` runs it; tests and benchmarks start it and kill parts of it.
@NullMarked
package dev.rolecall.localstack;

import org.jspecify.annotations.NullMarked;
