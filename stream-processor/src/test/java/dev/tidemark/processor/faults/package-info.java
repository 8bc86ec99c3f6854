/**
 * Proves "each request is stored once and counted once" under faults, with a complete processor in child JVMs, a
 * producer that knows what it sent ({@link dev.tidemark.processor.faults.Ledger}), and a checker that compares this
 * with what is stored ({@link dev.tidemark.processor.faults.Checker}). Each scenario has a negative control: the same
 * run with one safeguard disabled, which the checker must detect.
 */
@NullMarked
package dev.tidemark.processor.faults;

import org.jspecify.annotations.NullMarked;
