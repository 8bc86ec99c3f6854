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
 * What decides the result of the topology, and its bounds.
 *
 * @param requestPartitions how many partitions the requests topic has; 4
 * @param allowedLateness how far before its append time a request may have begun; 24 h
 * @param allowedSkew how far after its append time a request may claim to have begun; 5 min
 * @param maxSeriesPerService how many series a service may have; the rest is counted in one {@code (other)} series; 2,000
 * @param maxSeriesPerPartition how many series of all services a task may know; the rest is counted in the {@code (other)} series of
 *     its service; 50,000
 * @param maxServicesPerPartition how many services a partition of the requests topic may bring; the rest is counted in one
 *     {@code (other)} service; 1,000
 * @param seriesIdleAfter how long a series must have been unseen, in append time, until another may have its place; 24 h
 * @param sourceRetention how long the requests topic keeps a record: none older will ever be read; 7 d
 * @param maxLiveDeltas how many series × ten seconds a task of the first stage holds before it hands them on early; 10,000
 * @param maxLiveWindows how many windows a task of the second stage holds in memory; the rest is read from its store; 10,000
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
        int maxLiveWindows) {

    /** The partitions of the requests topic as Tidemark declares it. */
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

    /** Reads them; one that is not in the expected form is an {@link IllegalArgumentException} that names it. */
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
                in.get(ProcessorSetting.MAX_LIVE_WINDOWS));
    }

    /** The same over a requests topic with another number of partitions. */
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
                maxLiveWindows);
    }

    /** What decides which requests count; whoever else reads the requests topic must ask it too. */
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
