package dev.tidemark.processor.topology;

import dev.tidemark.settings.ProcessorSetting;
import dev.tidemark.settings.SettingsReader;

/**
 * The memory of what the topology keeps on the heap, in bytes, as estimated by {@link dev.tidemark.consumer.HeapBytes}.
 *
 * @param series {@code tidemark.max-series-memory}: the names of the series of a task, in each stage; 12 MiB
 * @param deltas {@code tidemark.max-delta-memory}: the deltas of all first-stage tasks of an instance; 24 MiB
 * @param windows {@code tidemark.max-window-memory}: the cached windows of all second-stage tasks of an instance; 72 MiB
 */
public record TopologyMemory(long series, long deltas, long windows) {
    static TopologyMemory from(SettingsReader in) {
        return new TopologyMemory(
                in.get(ProcessorSetting.MAX_SERIES_MEMORY),
                in.get(ProcessorSetting.MAX_DELTA_MEMORY),
                in.get(ProcessorSetting.MAX_WINDOW_MEMORY));
    }

    /** The part of {@link #series} that is for services. It is set apart so that a few services cannot leave no room for others. */
    long services() {
        return series / 8;
    }
}
