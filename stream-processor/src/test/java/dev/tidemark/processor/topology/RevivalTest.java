package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Series;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/**
 * Kafka Streams revives a task, for example after a commit that took too long, with its processors and their timers. It reads the records
 * since the last commit again.
 */
class RevivalTest {
    private static final long NOW = 1_800_000_000_000L;

    private final KeyValueStore<byte[], byte[]> store = InMemory.store(Serdes.ByteArray());
    private final KeyValueStore<byte[], Long> series = InMemory.store(Serdes.Long());
    private final List<Timer> timers = new ArrayList<>();
    private int forwarded;

    private static final class Timer implements Cancellable {
        private final Punctuator action;
        private boolean cancelled;

        Timer(Punctuator action) {
            this.action = action;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Test
    void timersOfARevivedTask_storeAndPublishNothingOfItsFormerState() {
        WindowProcessor processor = new WindowProcessor(
                TopologySettings.DEFAULTS,
                Partitioning.ofNewInstallation(4),
                new MemoryPool(1 << 20),
                new TopologyCounters());
        processor.init(context());
        processor.process(request());
        processor.init(context());
        fire();

        assertThat(windows()).as("of the aborted transaction").isZero();
        assertThat(forwarded).isZero();

        processor.process(request());
        fire();
        assertThat(windows()).isEqualTo(3);
        processor.close();
        assertThat(timers).allMatch(timer -> timer.cancelled);
    }

    private void fire() {
        List.copyOf(timers).stream().filter(timer -> !timer.cancelled).forEach(timer -> timer.action.punctuate(NOW));
    }

    private int windows() {
        int windows = 0;
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                byte[] key = all.next().key;
                windows += key.length > 1 && key[0] <= 3 ? 1 : 0;
            }
        }
        return windows;
    }

    private static Record<byte[], byte[]> request() {
        Series shop = new Series("shop", "GET", "/a");
        WindowAggregate aggregate = new WindowAggregate();
        aggregate.add(new RequestEvent(
                NOW * 1000, shop.service(), null, shop.method(), shop.route(), 200, 5, null, null, null, null, null));
        long start = NOW / 10_000 * 10_000_000;
        return new Record<>(
                SeriesForm.into(new FormWriter(), shop).toBytes(), new Delta(0, NOW, start, aggregate).toBytes(), NOW);
    }

    @SuppressWarnings("unchecked")
    private ProcessorContext<byte[], byte[]> context() {
        return (ProcessorContext<byte[], byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {InternalProcessorContext.class}, (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "getStateStore":
                            return switch ((String) args[0]) {
                                case RollupTopology.WINDOWS_STORE -> store;
                                case RollupTopology.WINDOWS_SERIES -> series;
                                default -> new CommitHook(RollupTopology.WINDOWS_HOOK);
                            };
                        case "schedule":
                            timers.add(new Timer((Punctuator) args[2]));
                            return timers.getLast();
                        case "forward":
                            forwarded++;
                            return null;
                        case "appConfigs":
                            return Map.of();
                        case "currentSystemTimeMs":
                            return NOW;
                        default:
                            return null;
                    }
                });
    }
}
