package dev.tidemark.query.range;

import dev.tidemark.settings.RetentionSetting;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * How long the fine rollups are kept; an older span is answered from wider windows. The same settings as the stream
 * processor's retention.
 *
 * @param rollup10s {@code tidemark.retention.rollups-10s}: of the windows of 10 s; 48 h
 * @param rollup1m {@code tidemark.retention.rollups-1m}: of the windows of 1 min; 30 d
 */
@Context
public record RangeSettings(Duration rollup10s, Duration rollup1m) {
    @Inject
    RangeSettings(SettingsReader settings) {
        this(settings.get(RetentionSetting.ROLLUPS_10S), settings.get(RetentionSetting.ROLLUPS_1M));
    }
}
