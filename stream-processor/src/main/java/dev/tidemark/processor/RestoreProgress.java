package dev.tidemark.processor;

import dev.tidemark.processor.meter.Meter;
import dev.tidemark.processor.meter.Reading;
import dev.tidemark.processor.meter.Readings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            "Records by which this instance's copies of others' state are behind. A take-over has to read so many.",
            "store");

    private final Map<String, LongAdder> restored = new ConcurrentHashMap<>();
    private final Map<Place, Long> remaining = new ConcurrentHashMap<>();
    private final Map<Place, Long> standby = new ConcurrentHashMap<>();

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

    @Override
    public void onUpdateStart(TopicPartition changelog, String store, long start) {
        standby.put(new Place(store, changelog), 0L);
    }

    @Override
    public void onBatchLoaded(
            TopicPartition changelog, String store, TaskId task, long batchEnd, long records, long end) {
        standby.put(new Place(store, changelog), Math.max(0, end - batchEnd - 1));
    }

    @Override
    public void onUpdateSuspended(TopicPartition changelog, String store, long offset, long end, SuspendReason reason) {
        standby.remove(new Place(store, changelog));
    }

    @Override
    public List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        restored.forEach((store, n) -> {
            readings.add(RESTORED.reading(n.sum(), store));
            readings.add(REMAINING.reading(0, store));
        });
        add(readings, REMAINING, remaining);
        add(readings, STANDBY, standby);
        return readings;
    }

    private static void add(List<Reading> readings, Meter meter, Map<Place, Long> places) {
        Map<String, Long> byStore = new TreeMap<>();
        places.forEach((place, n) -> byStore.merge(place.store, n, Long::sum));
        byStore.forEach((store, n) -> readings.add(meter.reading(n, store)));
    }
}
