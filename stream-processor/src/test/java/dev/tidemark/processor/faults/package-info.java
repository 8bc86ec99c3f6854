/**
 * Proves "each request is stored once and counted once" under faults: a whole processor in child JVMs, a producer that knows what it
 * has sent ({@link dev.tidemark.processor.faults.Ledger}), and a checker that compares that with what is stored
 * ({@link dev.tidemark.processor.faults.Checker}). Beside each scenario stands its control: the same story with the mechanism taken
 * out, of which the checker must complain.
 */
@NullMarked
package dev.tidemark.processor.faults;

import org.jspecify.annotations.NullMarked;
