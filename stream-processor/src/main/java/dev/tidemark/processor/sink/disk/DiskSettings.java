package dev.tidemark.processor.sink.disk;

import dev.tidemark.settings.RetentionSetting;
import dev.tidemark.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much of PostgreSQL's disk may be used. Its name among the settings stands before each component.
 *
 * @param maxBytes {@code tidemark.storage.max-bytes}: how large the database may become; 0 for no limit; 0
 * @param minFreeBytes {@code tidemark.storage.min-free-bytes}: how much of the disk below {@code path} is to stay free; 0 for none;
 *     1 GiB
 * @param path {@code tidemark.storage.path}: a folder on PostgreSQL's disk, if that is one of this machine; empty if it is not, and
 *     free space is not looked at; empty
 */
public record DiskSettings(long maxBytes, long minFreeBytes, String path) {

    /** Reads them; one that is not in the expected form is an {@link IllegalArgumentException} that names it. */
    public static DiskSettings from(SettingsReader in) {
        String path = in.get(RetentionSetting.STORAGE_PATH);
        // Otherwise nothing would be guarded, and nobody would know.
        if (!path.isEmpty() && !Files.exists(Path.of(path))) {
            throw in.wrong(
                    RetentionSetting.STORAGE_PATH,
                    RetentionSetting.STORAGE_PATH.type().form());
        }
        return new DiskSettings(in.get(RetentionSetting.MAX_BYTES), in.get(RetentionSetting.MIN_FREE_BYTES), path);
    }
}
