package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.cause.Evidence.Instance;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deploys and restarts, by the uptime that instances send. */
@Singleton
public final class InstanceStarts {
    /** The newest of more are given. */
    private static final int MOST = 200;

    private final GaugeQueries queries;

    InstanceStarts(GaugeQueries queries) {
        this.queries = queries;
    }

    /** The start of an instance. */
    @Serdeable
    public record Start(Instant ts, String service, String instance) {}

    /**
     * The instances that started in the span, of each its last start, the newest first. It is called inside of a
     * {@link dev.tidemark.query.store.Database}'s read.
     *
     * @param service null for those of all services
     */
    public List<Start> within(Instant from, Instant to, @Nullable String service) {
        return queries.instances(from, to).stream()
                .filter(instance -> service == null || service.equals(instance.service()))
                .filter(instance ->
                        !instance.started().isBefore(from) && instance.started().isBefore(to))
                .sorted(Comparator.comparing(Instance::started).reversed())
                .limit(MOST)
                .map(instance -> new Start(instance.started(), instance.service(), instance.name()))
                .toList();
    }
}
