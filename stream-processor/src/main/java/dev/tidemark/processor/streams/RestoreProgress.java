package dev.tidemark.processor.streams;

import dev.tidemark.processor.metrics.Meter;
import dev.tidemark.processor.metrics.Reading;
import dev.tidemark.processor.metrics.Readings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.TaskId;

/** How far the windows are read back after a start, and how far copies of others' windows are behind. Thread-safe. */
final class RestoreProgress implements StateRestoreListener, StandbyUpdateListener, Readings {
    private static final Meter RESTORED = Meter.counter(
            "state_restored_records_total",
            "Records read back from changelogs before work could begin. Many at each restart mean that the state folder does not"
                    + " survive it.",
            "store");
    private static final Meter REMAINING = Meter.gauge(
            "state_restore_remaining_records",
            "Records still to be read back before work can begin. Alert if it is above 0 for 5 min.",
            "store");
    private static final Meter STANDBY = Meter.gauge(
            "state_standby_behind_records",
            "Records by which this instance's copies of others' state are behind, as of what they loaded last. A take-over has to"
                    + " read so many. Copies that have loaded nothing yet are not in it: see state_standby_unread_copies.",
            "store");
    private static final Meter UNREAD = Meter.gauge(
            "state_standby_unread_copies",
            "Copies of others' state that have loaded nothing since they were given to this instance, so that nobody knows how far"
                    + " they are behind: they are just begun, or nothing was written.",
            "store");
    private static final Meter LOADED = Meter.counter(
            "state_standby_loaded_records_total", "Records that copies of others' state have loaded.", "store");

    private final Map<String, LongAdder> restored = new ConcurrentHashMap<>();
    private final Map<Place, Long> remaining = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> loaded = new ConcurrentHashMap<>();
    private final Map<Place, Long> standby = new ConcurrentHashMap<>();
    private final Set<Place> unread = ConcurrentHashMap.newKeySet();

    private record Place(String store, TopicPartition changelog) {}

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long start, long end) {
        restored.computeIfAbsent(store, unseen -> new LongAdder());
        remaining.put(new Place(store, changelog), Math.max(0, end - start));
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long batchEnd, long records) {
        restored.computeIfAbsent(store, unseen -> new LongAdder()).add(records);
        remaining.computeIfPresent(new Place(store, changelog), (place, left) -> Math.max(0, left - records));
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long total) {
        remaining.remove(new Place(store, changelog));
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long total) {
        remaining.remove(new Place(store, changelog));
    }

    /** Where it starts is told, but not how far that is from the end. */
    @Override
    public void onUpdateStart(TopicPartition changelog, String store, long start) {
        Place place = new Place(store, changelog);
        loaded.computeIfAbsent(store, unseen -> new LongAdder());
        standby.remove(place);
        unread.add(place);
    }

    /** @param end the offset of the batch's last record, and by how much the consumer was behind the changelog's end then */
    @Override
    public void onBatchLoaded(
            TopicPartition changelog, String store, TaskId task, long batchEnd, long records, long end) {
        Place place = new Place(store, changelog);
        loaded.computeIfAbsent(store, unseen -> new LongAdder()).add(records);
        standby.put(place, Math.max(0, end - batchEnd));
        unread.remove(place);
    }

    @Override
    public void onUpdateSuspended(TopicPartition changelog, String store, long offset, long end, SuspendReason reason) {
        Place place = new Place(store, changelog);
        standby.remove(place);
        unread.remove(place);
    }

    @Override
    public List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        restored.forEach((store, n) -> {
            readings.add(RESTORED.reading(n.sum(), store));
            readings.add(REMAINING.reading(0, store));
        });
        add(readings, REMAINING, remaining);
        loaded.forEach((store, n) -> readings.add(LOADED.reading(n.sum(), store)));
        add(readings, STANDBY, standby);
        Map<Place, Long> copies = new HashMap<>();
        standby.keySet().forEach(place -> copies.put(place, 0L));
        unread.forEach(place -> copies.put(place, 1L));
        add(readings, UNREAD, copies);
        return readings;
    }

    private static void add(List<Reading> readings, Meter meter, Map<Place, Long> places) {
        Map<String, Long> byStore = new TreeMap<>();
        places.forEach((place, n) -> byStore.merge(place.store, n, Long::sum));
        byStore.forEach((store, n) -> readings.add(meter.reading(n, store)));
    }
}
