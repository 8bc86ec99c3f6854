package dev.tidemark.processor.sink.dimension;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.settings.SinkSetting;
import java.util.Map;

/**
 * How many names producers may create before further ones are merged. Names that were used today or yesterday (UTC) count; names out of
 * use take no place. Each component's description starts with the name of its setting.
 *
 * @param services {@code tidemark.sink.limit.services}: services; the rest is stored as service {@code (other)}; 1,000
 * @param rollupServices {@code tidemark.sink.limit.rollup-services}: services that rollups may add; the topology has its own limit for
 *     each partition of the requests, so this one is a safety net: what is beyond becomes a dead letter; 20,000
 * @param endpoints {@code tidemark.sink.limit.endpoints}: endpoints of a service that requests may add; the rest is stored
 *     as method and route {@code (other)}; 2,000
 * @param rollupEndpoints {@code tidemark.sink.limit.rollup-endpoints}: endpoints of a service that rollups may add; the
 *     topology has its own limit for each partition, so this one is a safety net: what is beyond becomes a dead letter;
 *     10,000
 * @param instances {@code tidemark.sink.limit.instances}: instances of a service; what the rest sends is stored without
 *     its instance; 10,000
 * @param labelSets {@code tidemark.sink.limit.label-sets}: combinations of endpoint, instance, status and error type of a
 *     service; the rest is stored without its instance and with error type {@code (other)}; 100,000
 * @param metrics {@code tidemark.sink.limit.metrics}: series of samples of a service; what is beyond becomes a dead letter,
 *     since samples of different metrics cannot be merged; 10,000
 */
public record CardinalityLimits(
        int services,
        int rollupServices,
        int endpoints,
        int rollupEndpoints,
        int instances,
        int labelSets,
        int metrics) {

    public static CardinalityLimits defaults() {
        return from(new SettingsReader(Component.PROCESSOR, Map.of(), Map.of()));
    }

    /** Reads them; one that is not in the expected form is an {@link IllegalArgumentException} that names it. */
    public static CardinalityLimits from(SettingsReader in) {
        return new CardinalityLimits(
                in.get(SinkSetting.LIMIT_SERVICES),
                in.get(SinkSetting.LIMIT_ROLLUP_SERVICES),
                in.get(SinkSetting.LIMIT_ENDPOINTS),
                in.get(SinkSetting.LIMIT_ROLLUP_ENDPOINTS),
                in.get(SinkSetting.LIMIT_INSTANCES),
                in.get(SinkSetting.LIMIT_LABEL_SETS),
                in.get(SinkSetting.LIMIT_METRICS));
    }
}
