package dev.tidemark.query.host;

import dev.tidemark.wire.metric.Gauge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts are meant; null means all.
 *
 * @param host the name of a host
 * @param service only what applications of this service report
 */
record HostFilter(@Nullable String host, @Nullable String service) {

    boolean accepts(String ofHost, @Nullable String ofService) {
        return (host == null || host.equals(ofHost)) && (service == null || service.equals(ofService));
    }

    /**
     * The samples that pass. Of a host that the service runs on, also those that only another service has sent since {@code fresh}: they
     * describe the same host.
     */
    List<Sample> of(List<Sample> samples, Instant fresh) {
        List<Sample> passed = new ArrayList<>();
        Set<String> hosts = new HashSet<>();
        Set<Series> own = new HashSet<>();
        for (Sample sample : samples) {
            if (accepts(sample.host(), sample.service())) {
                passed.add(sample);
                hosts.add(sample.host());
                if (!sample.at().isBefore(fresh)) {
                    own.add(Series.of(sample));
                }
            }
        }
        for (Sample sample : samples) {
            Gauge gauge = GaugeGroup.named(sample.name());
            if (gauge != null
                    && !gauge.isOfInstance()
                    && hosts.contains(sample.host())
                    && !accepts(sample.host(), sample.service())
                    && !own.contains(Series.of(sample))) {
                passed.add(sample);
            }
        }
        return passed;
    }

    private record Series(
            String host, String name, @Nullable String item) {
        static Series of(Sample sample) {
            return new Series(sample.host(), sample.name(), sample.item());
        }
    }
}
