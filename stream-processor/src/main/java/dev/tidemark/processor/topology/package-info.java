/**
 * Turns requests into windows, from topic to topic, with no other I/O.
 *
 * <pre>
 * tidemark.requests.v1 ─► deltas ─► …-deltas-repartition ─► windows ─► tidemark.rollups.v1
 *                           └──► tidemark.dead-letters.v1 ◄───┘
 * </pre>
 *
 * <p>Requests arrive in {@link dev.tidemark.processor.topology.RecordPacker packs} if the consumer creates them, and one by one if
 * it does not. {@link dev.tidemark.processor.topology.DeltaProcessor deltas} runs once per partition of the requests topic and adds each
 * request to a live object for its series and ten seconds. {@link dev.tidemark.processor.topology.WindowProcessor windows} runs once
 * per partition of the services, merges them into windows of 10 s, 1 min and 1 h and publishes absolute values. Both forward
 * their results inside each commit ({@link dev.tidemark.processor.topology.CommitHook}), so that results are in the same transaction as
 * the offsets of their input.
 */
@NullMarked
package dev.tidemark.processor.topology;

import org.jspecify.annotations.NullMarked;
