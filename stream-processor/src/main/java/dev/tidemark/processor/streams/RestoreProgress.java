package dev.tidemark.processor.streams;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
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

/** How much state is still to be restored after a start, and how far standby replicas are behind. Thread-safe. */
final class RestoreProgress implements StateRestoreListener, StandbyUpdateListener, SampleSource {
    private static final MetricDescriptor RESTORED = MetricDescriptor.counter(
            "state_restored_records_total",
            "Records restored from changelogs before processing could start. Many at each restart mean that the state directory does not"
                    + " survive it.",
            "store");
    private static final MetricDescriptor REMAINING = MetricDescriptor.gauge(
            "state_restore_remaining_records",
            "Records still to be restored before processing can start. Alert if it is above 0 for 5 min.",
            "store");
    private static final MetricDescriptor STANDBY = MetricDescriptor.gauge(
            "state_standby_behind_records",
            "Records that this instance's standby replicas were behind when they last loaded a batch; a failover has to read"
                    + " them. Replicas that have loaded nothing yet are not included: see state_standby_unread_copies.",
            "store");
    private static final MetricDescriptor UNREAD = MetricDescriptor.gauge(
            "state_standby_unread_copies",
            "Standby replicas that have loaded nothing since they were assigned to this instance, so it is unknown how far they"
                    + " are behind: they have just started, or nothing was written.",
            "store");
    private static final MetricDescriptor LOADED = MetricDescriptor.counter(
            "state_standby_loaded_records_total", "Records that standby replicas have loaded.", "store");

    private final Map<String, LongAdder> restored = new ConcurrentHashMap<>();
    private final Map<StoreChangelog, Long> remaining = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> loaded = new ConcurrentHashMap<>();
    private final Map<StoreChangelog, Long> standby = new ConcurrentHashMap<>();
    private final Set<StoreChangelog> unread = ConcurrentHashMap.newKeySet();

    private record StoreChangelog(String store, TopicPartition changelog) {}

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long start, long end) {
        restored.computeIfAbsent(store, unseen -> new LongAdder());
        remaining.put(new StoreChangelog(store, changelog), Math.max(0, end - start));
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long batchEnd, long records) {
        restored.computeIfAbsent(store, unseen -> new LongAdder()).add(records);
        remaining.computeIfPresent(
                new StoreChangelog(store, changelog), (storeChangelog, left) -> Math.max(0, left - records));
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long total) {
        remaining.remove(new StoreChangelog(store, changelog));
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long total) {
        remaining.remove(new StoreChangelog(store, changelog));
    }

    /** Kafka Streams passes the start, but not how far it is from the end. */
    @Override
    public void onUpdateStart(TopicPartition changelog, String store, long start) {
        StoreChangelog storeChangelog = new StoreChangelog(store, changelog);
        loaded.computeIfAbsent(store, unseen -> new LongAdder());
        standby.remove(storeChangelog);
        unread.add(storeChangelog);
    }

    /** @param end the offset of the batch's last record plus the consumer's lag behind the changelog at that moment */
    @Override
    public void onBatchLoaded(
            TopicPartition changelog, String store, TaskId task, long batchEnd, long records, long end) {
        StoreChangelog storeChangelog = new StoreChangelog(store, changelog);
        loaded.computeIfAbsent(store, unseen -> new LongAdder()).add(records);
        standby.put(storeChangelog, Math.max(0, end - batchEnd));
        unread.remove(storeChangelog);
    }

    @Override
    public void onUpdateSuspended(TopicPartition changelog, String store, long offset, long end, SuspendReason reason) {
        StoreChangelog storeChangelog = new StoreChangelog(store, changelog);
        standby.remove(storeChangelog);
        unread.remove(storeChangelog);
    }

    @Override
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        restored.forEach((store, n) -> {
            samples.add(RESTORED.sample(n.sum(), store));
            samples.add(REMAINING.sample(0, store));
        });
        add(samples, REMAINING, remaining);
        loaded.forEach((store, n) -> samples.add(LOADED.sample(n.sum(), store)));
        add(samples, STANDBY, standby);
        Map<StoreChangelog, Long> copies = new HashMap<>();
        standby.keySet().forEach(storeChangelog -> copies.put(storeChangelog, 0L));
        unread.forEach(storeChangelog -> copies.put(storeChangelog, 1L));
        add(samples, UNREAD, copies);
        return samples;
    }

    private static void add(List<Sample> samples, MetricDescriptor descriptor, Map<StoreChangelog, Long> changelogs) {
        Map<String, Long> byStore = new TreeMap<>();
        changelogs.forEach((storeChangelog, n) -> byStore.merge(storeChangelog.store, n, Long::sum));
        byStore.forEach((store, n) -> samples.add(descriptor.sample(n, store)));
    }
}
