package dev.tidemark.processor.sink.disk;

import dev.tidemark.settings.RetentionSetting;
import dev.tidemark.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Limits on the use of PostgreSQL's disk. Each component's description starts with the name of its setting.
 *
 * @param maxBytes {@code tidemark.storage.max-bytes}: the size limit of the database; 0 for no limit; 0
 * @param minFreeBytes {@code tidemark.storage.min-free-bytes}: the free space to keep on the disk of {@code path}; 0
 *     for none; 1 GiB
 * @param path {@code tidemark.storage.path}: a directory on PostgreSQL's disk, if PostgreSQL runs on this machine;
 *     empty otherwise, so that free space is not checked; empty
 * @param kafkaPath {@code tidemark.storage.kafka-path}: Kafka's data directory, which is measured, if Kafka runs on this
 *     machine; empty otherwise; empty
 */
public record DiskSettings(long maxBytes, long minFreeBytes, String path, String kafkaPath) {

    /** Settings of a machine without Kafka. */
    public DiskSettings(long maxBytes, long minFreeBytes, String path) {
        this(maxBytes, minFreeBytes, path, "");
    }

    /**
     * The free space below which a disk whose files Tidemark cannot delete is a problem: a quarter of the minimum, because that alone
     * may already be the goal of the guard.
     */
    public long criticalBytes() {
        return minFreeBytes / 4;
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one has a wrong value; the message names it
     */
    public static DiskSettings from(SettingsReader in) {
        String path = in.get(RetentionSetting.STORAGE_PATH);
        // Without this check, a wrong path would silently disable the guard.
        if (!path.isEmpty() && !Files.exists(Path.of(path))) {
            throw in.wrong(
                    RetentionSetting.STORAGE_PATH,
                    RetentionSetting.STORAGE_PATH.type().form());
        }
        return new DiskSettings(
                in.get(RetentionSetting.MAX_BYTES),
                in.get(RetentionSetting.MIN_FREE_BYTES),
                path,
                in.get(RetentionSetting.KAFKA_PATH));
    }
}
