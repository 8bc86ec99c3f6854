package dev.tidemark.processor.topology;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.event.Series;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Limits the number of series per service, and the memory of all series: the first ones are admitted, the rest are counted together. A
 * series that is idle for a number of whole hours of append time, which {@link CountedHours} counts, loses its place.
 *
 * <p>Admission depends only on the order of the records. It changes only with a record, and each change is in a logged
 * store before that record is committed. So it is the same after a restart, wherever the processor was stopped. A store that
 * was filled with a larger limit of memory is admitted in the order of its keys until the limit is reached; the first record then
 * deletes the rest. Not thread-safe.
 */
final class CardinalityLimiter {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    /** The counted hours. Shorter than the bytes of any series. */
    private static final byte[] CLOCK = {0};

    /** The hour of append time up to which they are counted. Shorter than the bytes of any series. */
    private static final byte[] APPEND_HOUR = {1};

    /** A series and its place, without its names. The name of the service is shared. */
    private static final int SERIES_BYTES = HeapBytes.object(12) + HeapBytes.object(12) + HeapBytes.HASH_ENTRY;

    /** A service and its {@code (other)} series, without the service's name. */
    private static final int SERVICE_BYTES = HeapBytes.HASH_ENTRY
            + HeapBytes.object(36)
            + HeapBytes.array(64)
            + SERIES_BYTES
            + 2 * HeapBytes.of(Series.OTHER);

    private final int maxSeriesPerService;
    private final int maxSeries;
    private final int maxServices;
    private final long idleHours;
    private final long maxSeriesBytes;
    private final long maxServiceBytes;
    private final KeyValueStore<byte[], Long> store;
    private final Map<String, Map<Series, SeriesSlot>> services = new HashMap<>();
    private CountedHours clock = new CountedHours(Long.MIN_VALUE, Long.MIN_VALUE);
    private long hour = Long.MIN_VALUE;
    private int size;
    private long seriesBytes;
    private long serviceBytes;
    private boolean storeHasMore;

    /**
     * @param settings the limits
     * @param maxServices the maximum number of services with series
     * @param store the admitted series; read here and written with each change
     */
    CardinalityLimiter(TopologySettings settings, int maxServices, KeyValueStore<byte[], Long> store) {
        this.maxSeriesPerService = settings.maxSeriesPerService();
        this.maxSeries = settings.maxSeriesPerPartition();
        this.maxServices = maxServices;
        this.idleHours = Math.ceilDiv(settings.seriesIdleAfter().toMillis(), HOUR_MILLIS);
        this.maxServiceBytes = settings.memory().services();
        this.maxSeriesBytes = settings.memory().series() - maxServiceBytes;
        this.store = store;
        restore();
    }

    /** The series that counts the requests of {@code series}: itself, or an {@code (other)} series. */
    Series admit(Series series, long appendMillis) {
        deleteTheRest();
        advance(appendMillis);
        Map<Series, SeriesSlot> slots = services.getOrDefault(series.service(), Map.of());
        if (slots.isEmpty() && (services.size() >= maxServices || !fits(series.service()))) {
            return Series.other(Series.OTHER);
        }
        SeriesSlot slot = slots.get(series);
        Series counted = series;
        if (slot == null && !(hasRoom(slots, series.service()) && fits(series))) {
            counted = Series.other(series.service());
            slot = slots.get(counted);
        }
        if (slot == null) {
            slot = new SeriesSlot(sharingItsService(counted, slots), hour);
            put(slot);
        } else if (slot.lastSeenHour < hour) {
            slot.lastSeenHour = hour;
            store.put(SeriesForm.write(slot.series), hour);
        }
        return slot.series;
    }

    /** The {@code (other)} series of a service counts only towards the number of services. */
    private boolean hasRoom(Map<Series, SeriesSlot> slots, String service) {
        int taken = slots.containsKey(Series.other(service)) ? slots.size() - 1 : slots.size();
        return size < maxSeries && taken < maxSeriesPerService;
    }

    /** The {@code (other)} series of a service is part of what the service takes. */
    private boolean fits(Series series) {
        return series.isOther() || seriesBytes + bytes(series) <= maxSeriesBytes;
    }

    private boolean fits(String service) {
        return serviceBytes + bytes(service) <= maxServiceBytes;
    }

    private static int bytes(Series series) {
        return series.isOther() ? 0 : SERIES_BYTES + HeapBytes.of(series.method()) + HeapBytes.of(series.route());
    }

    private static int bytes(String service) {
        return SERVICE_BYTES + HeapBytes.of(service);
    }

    private static Series sharingItsService(Series series, Map<Series, SeriesSlot> slots) {
        return slots.isEmpty()
                ? series
                : new Series(slots.values().iterator().next().series.service(), series.method(), series.route());
    }

    /** Whether the results of {@link #admit} in this hour are still valid at {@code appendMillis}. */
    boolean isSettledAt(long appendMillis) {
        return clock.isAt(appendMillis);
    }

    /** The number of admitted series, without {@code (other)} series. */
    int size() {
        return size;
    }

    /** The memory of the admitted series, about. */
    long bytes() {
        return seriesBytes + serviceBytes;
    }

    private void put(SeriesSlot slot) {
        store.put(SeriesForm.write(slot.series), slot.lastSeenHour);
        remember(slot);
    }

    private void remember(SeriesSlot slot) {
        services.computeIfAbsent(slot.series.service(), service -> {
                    serviceBytes += bytes(service);
                    return new HashMap<>();
                })
                .put(slot.series, slot);
        size += slot.series.isOther() ? 0 : 1;
        seriesBytes += bytes(slot.series);
    }

    private void advance(long appendMillis) {
        if (!clock.advance(appendMillis)) {
            return;
        }
        store.put(APPEND_HOUR, clock.appendHour());
        if (clock.counted() == hour) {
            return;
        }
        hour = clock.counted();
        store.put(CLOCK, hour);
        Iterator<Map.Entry<String, Map<Series, SeriesSlot>>> each =
                services.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, Map<Series, SeriesSlot>> service = each.next();
            Map<Series, SeriesSlot> slots = service.getValue();
            slots.values().removeIf(this::givesWay);
            if (slots.isEmpty()) {
                serviceBytes -= bytes(service.getKey());
                each.remove();
            }
        }
    }

    private boolean givesWay(SeriesSlot slot) {
        if (slot.lastSeenHour + idleHours >= hour) {
            return false;
        }
        store.delete(SeriesForm.write(slot.series));
        size -= slot.series.isOther() ? 0 : 1;
        seriesBytes -= bytes(slot.series);
        return true;
    }

    private void restore() {
        long appendHour = Long.MIN_VALUE;
        try (KeyValueIterator<byte[], Long> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], Long> next = all.next();
                if (Arrays.equals(next.key, CLOCK)) {
                    hour = next.value;
                } else if (Arrays.equals(next.key, APPEND_HOUR)) {
                    appendHour = next.value;
                } else {
                    restore(SeriesForm.read(next.key), next.value);
                }
            }
        }
        // Earlier versions stored only the append hour.
        clock = new CountedHours(appendHour == Long.MIN_VALUE ? hour : appendHour, hour);
    }

    private void restore(Series series, long lastSeenHour) {
        Map<Series, SeriesSlot> slots = services.getOrDefault(series.service(), Map.of());
        if (fits(series) && (!slots.isEmpty() || fits(series.service()))) {
            remember(new SeriesSlot(sharingItsService(series, slots), lastSeenHour));
        } else {
            storeHasMore = true;
        }
    }

    /** Not while restoring: a transaction begins with its first record. */
    private void deleteTheRest() {
        if (!storeHasMore) {
            return;
        }
        storeHasMore = false;
        try (KeyValueIterator<byte[], Long> all = store.all()) {
            while (all.hasNext()) {
                byte[] key = all.next().key;
                if (key.length != CLOCK.length && !isAdmitted(SeriesForm.read(key))) {
                    store.delete(key);
                }
            }
        }
    }

    private boolean isAdmitted(Series series) {
        return services.getOrDefault(series.service(), Map.of()).containsKey(series);
    }

    private static final class SeriesSlot {
        private final Series series;
        private long lastSeenHour;

        SeriesSlot(Series series, long lastSeenHour) {
            this.series = series;
            this.lastSeenHour = lastSeenHour;
        }
    }
}
