package dev.tidemark.processor.sink.dimension;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.settings.SinkSetting;
import java.util.Map;

/**
 * The number of names that producers may create; further ones are merged. Only names used today or yesterday (UTC)
 * count towards a limit. Each component's description starts with the name of its setting.
 *
 * @param services {@code tidemark.sink.limit.services}: services; rows of further ones are stored as service {@code
 *     (other)}; 1,000
 * @param rollupServices {@code tidemark.sink.limit.rollup-services}: services that rollups may add; rollups of further
 *     ones become dead letters. This is a safety net, because the topology limits services per partition of the
 *     requests topic; 20,000
 * @param endpoints {@code tidemark.sink.limit.endpoints}: endpoints per service that requests may add; further ones are
 *     stored as method and route {@code (other)}; 2,000
 * @param rollupEndpoints {@code tidemark.sink.limit.rollup-endpoints}: endpoints per service that rollups may add;
 *     rollups of further ones become dead letters. This is a safety net, because the topology limits series per
 *     partition; 10,000
 * @param instances {@code tidemark.sink.limit.instances}: instances per service; rows of further ones are stored
 *     without an instance; 10,000
 * @param labelSets {@code tidemark.sink.limit.label-sets}: combinations of endpoint, instance, status and error type
 *     per service; rows of further ones are stored without an instance and with error type {@code (other)}; 100,000
 * @param metrics {@code tidemark.sink.limit.metrics}: sample series per service; samples of further ones become dead
 *     letters, since samples of different metrics cannot be merged; 100,000
 * @param calls {@code tidemark.sink.limit.calls}: operations that a service calls, each counted for each endpoint; further ones are stored
 *     as target and operation {@code (other)} of their endpoint and kind; 5,000
 * @param rows {@code tidemark.sink.limit.rows}: rows of each table of names, in use or not, because rows that point at them may be kept
 *     for long; names beyond it are treated as beyond their own limit; 2,000,000
 * @param cacheBytes {@code tidemark.sink.cache-memory}: the memory of all caches of ids; each has its share ({@link IdCache}); 60 MiB
 */
public record CardinalityLimits(
        int services,
        int rollupServices,
        int endpoints,
        int rollupEndpoints,
        int instances,
        int labelSets,
        int metrics,
        int calls,
        int rows,
        long cacheBytes) {

    public static CardinalityLimits defaults() {
        return from(new SettingsReader(Component.PROCESSOR, Map.of(), Map.of()));
    }

    /**
     * Reads the limits.
     *
     * @throws IllegalArgumentException if one has a wrong value; the message names it
     */
    public static CardinalityLimits from(SettingsReader in) {
        return new CardinalityLimits(
                in.get(SinkSetting.LIMIT_SERVICES),
                in.get(SinkSetting.LIMIT_ROLLUP_SERVICES),
                in.get(SinkSetting.LIMIT_ENDPOINTS),
                in.get(SinkSetting.LIMIT_ROLLUP_ENDPOINTS),
                in.get(SinkSetting.LIMIT_INSTANCES),
                in.get(SinkSetting.LIMIT_LABEL_SETS),
                in.get(SinkSetting.LIMIT_METRICS),
                in.get(SinkSetting.LIMIT_CALLS),
                in.get(SinkSetting.LIMIT_ROWS),
                in.get(SinkSetting.CACHE_MEMORY));
    }
}
