package dev.tidemark.processor.topology;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Real stores without a task around them. */
final class InMemory {
    private InMemory() {}

    static <V> KeyValueStore<byte[], V> store(Serde<V> values) {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>(
                new Properties(),
                new org.apache.kafka.streams.processor.TaskId(0, 0),
                Path.of("unused").toFile());
        KeyValueStore<byte[], V> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("store"), Serdes.ByteArray(), values)
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
