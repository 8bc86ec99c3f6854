package dev.tidemark.demo.shop;

import dev.tidemark.demo.cache.Cache;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Values in Redis, as JSON. Thread-safe. */
@Singleton
public final class JsonCache {

    private static final Logger LOG = LoggerFactory.getLogger(JsonCache.class);

    private final Cache cache;
    private final ObjectMapper mapper;

    JsonCache(Cache cache, ObjectMapper mapper) {
        this.cache = cache;
        this.mapper = mapper;
    }

    /** Returns the value of a key, if it exists and can be read. */
    public <T> Optional<T> get(String key, Class<T> type) {
        String json = cache.get(key);
        if (json == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(mapper.readValue(json, type));
        } catch (IOException e) {
            LOG.warn("{} in Redis is not a {}: {}", key, type.getSimpleName(), e.getMessage());
            cache.remove(key);
            return Optional.empty();
        }
    }

    /** Stores a value that expires. */
    public void put(String key, Object value, Duration lifetime) {
        try {
            cache.put(key, mapper.writeValueAsString(value), lifetime);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + key + " as JSON", e);
        }
    }

    /** Removes a value. */
    public void remove(String key) {
        cache.remove(key);
    }
}
