package dev.tidemark.processor.sink.disk;

import java.util.OptionalLong;

/**
 * Decides how many bytes to free. At a limit, partitions are dropped until usage is 10 % below the database's limit, or free space is
 * 50 % above its minimum; otherwise each new batch would reach the limit again. Immutable.
 */
record DiskNeed(DiskSettings settings) {

    /**
     * The bytes to free; 0 if there is room.
     *
     * @param usedBytes the size of the database
     * @param freeBytes the free space of its disk
     */
    long of(long usedBytes, OptionalLong freeBytes) {
        long need = 0;
        long max = settings.maxBytes();
        if (max > 0 && usedBytes > max) {
            need = usedBytes - (max - max / 10);
        }
        long min = settings.minFreeBytes();
        if (freeBytes.isPresent() && freeBytes.getAsLong() < min) {
            need = Math.max(need, min + min / 2 - freeBytes.getAsLong());
        }
        return need;
    }
}
