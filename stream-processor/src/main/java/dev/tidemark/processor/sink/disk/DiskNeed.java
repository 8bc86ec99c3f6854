package dev.tidemark.processor.sink.disk;

import java.util.OptionalLong;

/**
 * Decides how much is to be freed. Nothing, until a bound is reached; then so much that a tenth of the database's limit, or half as
 * much again of what is to stay free, is won: otherwise each new batch would make it reach the bound again. Immutable.
 */
record DiskNeed(DiskSettings settings) {

    /**
     * In bytes; 0 if there is room.
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
