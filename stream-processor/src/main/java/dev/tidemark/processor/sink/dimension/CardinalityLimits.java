package dev.tidemark.processor.sink.dimension;

/**
 * How many names producers may create before further ones are merged. Names that were used today or yesterday (UTC) count; names out of
 * use take no place. Each component's description starts with the name of its setting.
 *
 * @param services {@code tidemark.sink.limit.services}: services; the rest is stored as service {@code (other)}; 1,000
 * @param rollupServices {@code tidemark.sink.limit.rollup.services}: services that rollups may add; the topology has its own limit for
 *     each partition of the requests, so this one is a safety net: what is beyond becomes a dead letter; 20,000
 * @param endpoints {@code tidemark.sink.limit.endpoints}: endpoints of a service that requests may add; the rest is stored
 *     as method and route {@code (other)}; 2,000
 * @param rollupEndpoints {@code tidemark.sink.limit.rollup.endpoints}: endpoints of a service that rollups may add; the
 *     topology has its own limit for each partition, so this one is a safety net: what is beyond becomes a dead letter;
 *     10,000
 * @param instances {@code tidemark.sink.limit.instances}: instances of a service; what the rest sends is stored without
 *     its instance; 10,000
 * @param labelSets {@code tidemark.sink.limit.label.sets}: combinations of endpoint, instance, status and error type of a
 *     service; the rest is stored without its instance and with error type {@code (other)}; 100,000
 * @param metrics {@code tidemark.sink.limit.metrics}: series of samples of a service; what is beyond becomes a dead letter,
 *     since readings of different things cannot be put together; 10,000
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
        return new CardinalityLimits(1_000, 20_000, 2_000, 10_000, 10_000, 100_000, 10_000);
    }
}
