package dev.tidemark.processor.topology;

import dev.tidemark.processor.intake.RequestIntake;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.ProcessorSetting;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The settings that determine the topology's result, and its bounds.
 *
 * @param requestPartitions the number of partitions of the requests topic, if no {@link Partitioning} says otherwise; 4
 * @param allowedLateness how far before its append time a request may have begun; 24 h
 * @param allowedSkew how far after its append time a request may claim to have begun; 5 min
 * @param maxSeriesPerService the series limit per service; requests of further series count in one {@code (other)}
 *     series; 2,000
 * @param maxSeriesPerPartition the series limit per task, over all services; requests of further series count in their
 *     service's {@code (other)} series; 50,000
 * @param maxServicesPerPartition the service limit per partition of the requests topic; requests of further services
 *     count in one {@code (other)} service; 1,000
 * @param seriesIdleAfter how long a series must be idle, in append time, before another may take its place; 24 h
 * @param sourceRetention the retention of the requests topic; older records are never read; 7 d
 * @param maxLiveDeltas the number of series × ten seconds that a first-stage task holds before it forwards them early;
 *     10,000
 * @param maxLiveWindows the number of windows that a second-stage task caches in memory; others are read from its
 *     store; 30,000
 * @param memory the limits in bytes
 */
public record TopologySettings(
        int requestPartitions,
        Duration allowedLateness,
        Duration allowedSkew,
        int maxSeriesPerService,
        int maxSeriesPerPartition,
        int maxServicesPerPartition,
        Duration seriesIdleAfter,
        Duration sourceRetention,
        int maxLiveDeltas,
        int maxLiveWindows,
        TopologyMemory memory) {

    /** The number of partitions with which Tidemark creates the requests topic. */
    private static final int REQUEST_PARTITIONS = 4;

    /** The defaults. */
    public static final TopologySettings DEFAULTS = from(new SettingsReader(Component.PROCESSOR, Map.of(), Map.of()));

    public TopologySettings {
        atLeast("request partitions", requestPartitions, 1);
        atLeast("max series per service", maxSeriesPerService, 1);
        atLeast("max series per partition", maxSeriesPerPartition, 1);
        atLeast("max services per partition", maxServicesPerPartition, 1);
        atLeast("max live deltas", maxLiveDeltas, 1);
        atLeast("max live windows", maxLiveWindows, 3);
        notNegative("allowed lateness", allowedLateness);
        notNegative("allowed skew", allowedSkew);
        notNegative("series idle after", seriesIdleAfter);
        notNegative("source retention", sourceRetention);
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one has a wrong value; the message names it
     */
    public static TopologySettings from(SettingsReader in) {
        return new TopologySettings(
                REQUEST_PARTITIONS,
                in.get(ProcessorSetting.ALLOWED_LATENESS),
                in.get(ProcessorSetting.ALLOWED_SKEW),
                in.get(ProcessorSetting.MAX_SERIES_PER_SERVICE),
                in.get(ProcessorSetting.MAX_SERIES_PER_PARTITION),
                in.get(ProcessorSetting.MAX_SERVICES_PER_PARTITION),
                in.get(ProcessorSetting.SERIES_IDLE_AFTER),
                in.get(ProcessorSetting.SOURCE_RETENTION),
                in.get(ProcessorSetting.MAX_LIVE_DELTAS),
                in.get(ProcessorSetting.MAX_LIVE_WINDOWS),
                TopologyMemory.from(in));
    }

    /** The same settings for a requests topic with another number of partitions. */
    public TopologySettings withRequestPartitions(int partitions) {
        return new TopologySettings(
                partitions,
                allowedLateness,
                allowedSkew,
                maxSeriesPerService,
                maxSeriesPerPartition,
                maxServicesPerPartition,
                seriesIdleAfter,
                sourceRetention,
                maxLiveDeltas,
                maxLiveWindows,
                memory);
    }

    /** Decides which requests count; every reader of the requests topic must use it. */
    public RequestIntake intake() {
        return new RequestIntake(List.of(Codecs.REQUEST_JSON, Codecs.REQUEST_BATCH), allowedLateness, allowedSkew);
    }

    private static void atLeast(String name, int value, int low) {
        if (value < low) {
            throw new IllegalArgumentException(name + " " + value + ": expected at least " + low);
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " " + value + ": expected zero or more");
        }
    }
}
