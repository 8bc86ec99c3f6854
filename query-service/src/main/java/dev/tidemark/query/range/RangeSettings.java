package dev.tidemark.query.range;

import dev.tidemark.settings.RetentionSetting;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * How long rollups of 10 s and 1 min are kept; spans that begin earlier are read from wider windows. The stream processor uses
 * the same settings for its retention.
 *
 * @param rollup10s {@code tidemark.retention.rollups-10s}: retention of windows of 10 s (default 48 h)
 * @param rollup1m {@code tidemark.retention.rollups-1m}: retention of windows of 1 min (default 30 d)
 */
@Context
public record RangeSettings(Duration rollup10s, Duration rollup1m) {
    @Inject
    RangeSettings(SettingsReader settings) {
        this(settings.get(RetentionSetting.ROLLUPS_10S), settings.get(RetentionSetting.ROLLUPS_1M));
    }
}
