package dev.tidemark.processor.streams;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the total memory of all RocksDB stores of the process: 64 MiB for blocks, indexes, filters and unflushed
 * writes, for any number of partitions. By default each store could use up to 98 MiB.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    private static final long BLOCK_BYTES = 64L << 20;
    private static final long WRITE_BUFFER_BYTES = 24L << 20;

    private static final MetricDescriptor CACHE_USED = MetricDescriptor.gauge(
            "rocksdb_cache_bytes", "Memory that RocksDB uses for blocks, indexes, filters and unflushed writes.");
    private static final MetricDescriptor CACHE_LIMIT =
            MetricDescriptor.gauge("rocksdb_cache_limit_bytes", "The limit of rocksdb_cache_bytes.");

    private static volatile boolean loaded;

    // In a class of its own, because the native library must be loaded before the first of its objects is created.
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

    /** The memory in use and its limit; empty until the first store is opened. */
    static List<Sample> samples() {
        return loaded
                ? List.of(CACHE_USED.sample(Shared.CACHE.getUsage()), CACHE_LIMIT.sample(BLOCK_BYTES))
                : List.of();
    }

    /** The shared cache outlives each store. */
    @Override
    public void close(String storeName, Options options) {}
}
