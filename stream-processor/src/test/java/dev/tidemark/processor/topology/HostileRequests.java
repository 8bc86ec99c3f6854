package dev.tidemark.processor.topology;

import static dev.tidemark.processor.topology.DrivenTopology.START;
import static dev.tidemark.processor.topology.DrivenTopology.micros;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * All tasks of a processor, without a broker, under requests with as many and as long names as the limits allow: more series than a
 * partition admits, routes of 1,024 characters of two bytes, error types of 200, and durations of a microsecond and a week.
 */
public final class HostileRequests implements AutoCloseable {
    private static final int PARTITIONS = Topics.REQUESTS.partitions();
    private static final int SERVICES = 26;
    private static final int ROUTES = 2_000;
    private static final int ROUTES_OF_A_RECORD = 250;
    private static final int ROUTES_OF_A_MINUTE = 40;
    private static final int ERROR_TYPES = 25;

    private final TopologyCounters counters = new TopologyCounters();
    private final List<DrivenTopology> partitions = new ArrayList<>();
    private long sent;

    /** @param limited whether the limits of memory are the defaults, or out of reach */
    public HostileRequests(Path folder, boolean limited) {
        TopologySettings defaults = TopologySettings.DEFAULTS;
        long none = 1L << 40;
        TopologySettings settings = new TopologySettings(
                1,
                defaults.allowedLateness(),
                defaults.allowedSkew(),
                defaults.maxSeriesPerService(),
                defaults.maxSeriesPerPartition(),
                defaults.maxServicesPerPartition(),
                defaults.seriesIdleAfter(),
                defaults.sourceRetention(),
                defaults.maxLiveDeltas(),
                defaults.maxLiveWindows(),
                limited ? defaults.memory() : new TopologyMemory(none, none, none));
        RollupTopology topology = new RollupTopology(settings, counters);
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new DrivenTopology(folder.resolve("partition" + i), counters, topology));
        }
    }

    /** One request of each series. */
    public void eachSeriesOnce() {
        for (int service = 0; service < SERVICES; service++) {
            for (int from = 0; from < ROUTES; from += ROUTES_OF_A_RECORD) {
                List<RequestEvent> events = new ArrayList<>();
                for (int route = from; route < from + ROUTES_OF_A_RECORD; route++) {
                    events.add(event(START, service, route, 0));
                }
                append(START, events);
            }
        }
    }

    /** Some series, in all their width. */
    public void minute(int minute) {
        Instant at = START.plus(Duration.ofMinutes(minute));
        List<RequestEvent> events = new ArrayList<>();
        for (int i = 0; i < ROUTES_OF_A_MINUTE; i++) {
            for (int error = 0; error < ERROR_TYPES; error++) {
                events.add(event(at, 0, (minute * ROUTES_OF_A_MINUTE + i) % ROUTES, error));
            }
        }
        append(at, events);
        partitions.forEach(partition -> partition.advanceWallClock(Duration.ofMinutes(1)));
    }

    private static RequestEvent event(Instant at, int service, int route, int error) {
        return new RequestEvent(
                micros(at),
                wide("service" + service, 256),
                null,
                "GET",
                wide("/" + route + "/", 1_024),
                500,
                error % 2 == 0 ? 1 : RequestEvent.MAX_DURATION_MICROS,
                null,
                null,
                wide("Error" + error, 200),
                null,
                null);
    }

    /** Characters that take two bytes in memory, and two in a record. */
    public static String wide(String text, int length) {
        return text + "ж".repeat(length - text.length());
    }

    private void append(Instant at, List<RequestEvent> events) {
        for (DrivenTopology partition : partitions) {
            partition.append(DrivenTopology.batch(at, events));
            sent += events.size();
            discardOutput(partition.driver());
        }
    }

    /** The driver keeps in memory what nobody reads, changelogs too. */
    private static void discardOutput(TopologyTestDriver driver) {
        for (String topic : driver.producedTopicNames()) {
            driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
        }
    }

    /** The number of requests sent. */
    public long sent() {
        return sent;
    }

    /** The number of requests in the stored windows of an hour. */
    public long stored() {
        long stored = 0;
        for (DrivenTopology partition : partitions) {
            KeyValueStore<byte[], byte[]> store = partition.driver().getKeyValueStore(RollupTopology.WINDOWS_STORE);
            try (KeyValueIterator<byte[], byte[]> hours = store.range(
                    WindowKey.lowest(Tier.ONE_HOUR, Long.MIN_VALUE), WindowKey.lowest(Tier.ONE_HOUR, Long.MAX_VALUE))) {
                while (hours.hasNext()) {
                    stored += WindowAggregate.fromBytes(hours.next().value).count();
                }
            }
        }
        return stored;
    }

    public Map<String, Long> counters() {
        return counters.values();
    }

    @Override
    public void close() {
        partitions.forEach(DrivenTopology::close);
    }
}
