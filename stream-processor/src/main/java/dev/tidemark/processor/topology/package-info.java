/**
 * Requests become windows: topic to topic, with no other I/O.
 *
 * <pre>
 * tidemark.requests.v1 ─► deltas ─► …-deltas-repartition ─► windows ─► tidemark.rollups.v1
 *                           └──► tidemark.dead-letters.v1 ◄───┘
 * </pre>
 *
 * <p>Requests arrive in {@link dev.tidemark.processor.topology.RecordPacker packs} where the consumer makes them, and one by one where
 * it does not. {@link dev.tidemark.processor.topology.DeltaProcessor deltas} runs once for each partition of the requests topic and adds each
 * request to a live object for its series and ten seconds. {@link dev.tidemark.processor.topology.WindowProcessor windows} runs once
 * for each partition of the services, merges those into windows of 10 s, 1 min and 1 h and publishes absolute values. Both hand on
 * what they hold inside each commit ({@link dev.tidemark.processor.topology.CommitHook}), so that it is in the same transaction as
 * the offsets of what it was made from.
 */
@NullMarked
package dev.tidemark.processor.topology;

import org.jspecify.annotations.NullMarked;
