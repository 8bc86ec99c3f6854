package dev.tidemark.query.requests;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.requests.ServiceList.Service;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists the services that can be chosen on a page. Every open page asks for them, so an answer is kept for a while. */
@Singleton
final class ServiceReports {
    private static final Duration LIFE = Duration.ofSeconds(20);
    private static final int MOST = 500;
    private static final Comparator<Service> LARGEST_FIRST =
            Comparator.comparingLong(Service::requestCount).reversed().thenComparing(Service::service);

    private final Database store;
    private final TimeRanges ranges;
    private final ServiceQueries queries;
    private final AnswerCache<RangeQuery, ServiceList> lists;

    ServiceReports(
            @Named(Databases.STORE) Database store, TimeRanges ranges, ServiceQueries queries, AnswerCaches caches) {
        this.store = store;
        this.ranges = ranges;
        this.queries = queries;
        this.lists = caches.create("services", LIFE, ServiceList::heapBytes);
    }

    /** The services with requests in {@code range}. */
    ServiceList of(RangeQuery range) {
        return lists.get(range, () -> store.readLong(() -> read(ranges.of(range))));
    }

    private ServiceList read(TimeRange range) {
        Map<String, Long> counts = new HashMap<>();
        for (Segment segment : TierSegments.of(range)) {
            queries.counts(segment).forEach(each -> counts.merge(each.service(), each.count(), Long::sum));
        }
        List<Service> services = counts.entrySet().stream()
                .map(each -> new Service(each.getKey(), each.getValue()))
                .sorted(LARGEST_FIRST)
                .toList();
        return new ServiceList(
                range.from(),
                range.to(),
                range.tier().label(),
                services.size(),
                services.stream().limit(MOST).toList());
    }
}
