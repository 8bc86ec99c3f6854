package dev.tidemark.processor.topology;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds a store that has neither cache nor changelog. */
final class UnloggedStoreBuilder<S extends StateStore> implements StoreBuilder<S> {
    private final String name;
    private final Supplier<S> store;

    UnloggedStoreBuilder(String name, Supplier<S> store) {
        this.name = name;
        this.store = store;
    }

    @Override
    public S build() {
        return store.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean loggingEnabled() {
        return false;
    }

    @Override
    public Map<String, String> logConfig() {
        return Map.of();
    }

    @Override
    public StoreBuilder<S> withLoggingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<S> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<S> withCachingEnabled() {
        throw new UnsupportedOperationException("store " + name + " has no cache");
    }

    @Override
    public StoreBuilder<S> withLoggingEnabled(Map<String, String> config) {
        throw new UnsupportedOperationException("store " + name + " has no changelog");
    }
}
