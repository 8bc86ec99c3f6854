package dev.tidemark.processor.streams;

import dev.tidemark.processor.metrics.Meter;
import dev.tidemark.processor.metrics.Reading;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One bound for all stores of the process, however many partitions it has: 64 MiB for blocks, indexes, filters and what is not yet
 * written. By default each store would take up to 98 MiB of its own.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    private static final long BLOCK_BYTES = 64L << 20;
    private static final long WRITE_BUFFER_BYTES = 24L << 20;

    private static final Meter CACHE_USED = Meter.gauge(
            "rocksdb_cache_bytes",
            "What the stores on disk hold in memory: blocks, indexes, filters, unwritten values.");
    private static final Meter CACHE_LIMIT =
            Meter.gauge("rocksdb_cache_limit_bytes", "What rocksdb_cache_bytes may grow to.");

    private static volatile boolean loaded;

    // Loading the library comes before its first object, which a static field here would be.
    private static final class Shared {
        private static final Cache CACHE = new LRUCache(BLOCK_BYTES, -1, false, 0.1);
        private static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        loaded = true;
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setWriteBufferManager(Shared.WRITE_BUFFERS);
        options.setMaxWriteBufferNumber(2);
        options.setWriteBufferSize(8L << 20);
        options.setTableFormatConfig(table);
    }

    /** What is used of the bound; nothing before the first store is opened. */
    static List<Reading> readings() {
        return loaded
                ? List.of(CACHE_USED.reading(Shared.CACHE.getUsage()), CACHE_LIMIT.reading(BLOCK_BYTES))
                : List.of();
    }

    /** What is shared outlives each store. */
    @Override
    public void close(String storeName, Options options) {}
}
