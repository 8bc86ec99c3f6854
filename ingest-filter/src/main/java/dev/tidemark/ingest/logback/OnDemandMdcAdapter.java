package dev.tidemark.ingest.logback;

import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.tidemark.ingest.trace.TraceScope;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Logback's MDC, into which the ids of the thread's current trace are put before it is used. Most requests log nothing, and for each
 * of them putting in and removing two ids costs more than all else that the filter does. Extends logback's class, because logback
 * reads the MDC of other classes by copying it for each line. Thread-safe.
 */
final class OnDemandMdcAdapter extends LogbackMDCAdapter {
    private final LogbackMDCAdapter mdc;

    OnDemandMdcAdapter(LogbackMDCAdapter mdc) {
        this.mdc = mdc;
    }

    @Override
    public void put(String key, @Nullable String value) {
        TraceScope.putIds();
        mdc.put(key, value);
    }

    @Override
    public @Nullable String get(String key) {
        TraceScope.putIds();
        return mdc.get(key);
    }

    @Override
    public void remove(String key) {
        TraceScope.putIds();
        mdc.remove(key);
    }

    @Override
    public void clear() {
        TraceScope.putIds();
        mdc.clear();
    }

    @Override
    public @Nullable Map<String, String> getPropertyMap() {
        TraceScope.putIds();
        return mdc.getPropertyMap();
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public @Nullable Map getCopyOfContextMap() {
        TraceScope.putIds();
        return mdc.getCopyOfContextMap();
    }

    @Override
    public @Nullable Set<String> getKeys() {
        TraceScope.putIds();
        return mdc.getKeys();
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public void setContextMap(Map contextMap) {
        TraceScope.putIds();
        mdc.setContextMap(contextMap);
    }

    @Override
    public void pushByKey(String key, @Nullable String value) {
        mdc.pushByKey(key, value);
    }

    @Override
    public @Nullable String popByKey(String key) {
        return mdc.popByKey(key);
    }

    @Override
    public @Nullable Deque<String> getCopyOfDequeByKey(String key) {
        return mdc.getCopyOfDequeByKey(key);
    }

    @Override
    public void clearDequeByKey(String key) {
        mdc.clearDequeByKey(key);
    }
}
