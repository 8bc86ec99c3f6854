package dev.tidemark.processor.sink.partition;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.RetentionSetting;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The minimum time that rows are kept; whole partitions are dropped at a time. Each component's description starts with
 * the name of its setting.
 *
 * @param requests {@code tidemark.retention.requests}: raw requests; 7 d
 * @param logs {@code tidemark.retention.logs}: log lines; 7 d
 * @param samples {@code tidemark.retention.samples}: samples; 30 d
 * @param rollups10s {@code tidemark.retention.rollups-10s}: windows of 10 s, of requests and of calls; 48 h
 * @param rollups1m {@code tidemark.retention.rollups-1m}: windows of 1 min; 30 d
 * @param rollups1h {@code tidemark.retention.rollups-1h}: windows of 1 h; 400 d
 */
public record RetentionSettings(
        Duration requests,
        Duration logs,
        Duration samples,
        Duration rollups10s,
        Duration rollups1m,
        Duration rollups1h) {

    public RetentionSettings {
        for (Duration kept : List.of(requests, logs, samples, rollups10s, rollups1m, rollups1h)) {
            if (!kept.isPositive()) {
                throw new IllegalArgumentException("retention " + kept + ": expected more than zero");
            }
        }
    }

    /** The longest retention. */
    public Duration longest() {
        return Collections.max(byTable().values());
    }

    /** That of windows, of requests and of calls. */
    public Duration rollups(Tier tier) {
        return switch (tier) {
            case TEN_SECONDS -> rollups10s;
            case ONE_MINUTE -> rollups1m;
            case ONE_HOUR -> rollups1h;
        };
    }

    /** The longest of {@link #rollups}. */
    public Duration longestOfRollups() {
        return Collections.max(List.of(rollups10s, rollups1m, rollups1h));
    }

    public static RetentionSettings defaults() {
        return from(new SettingsReader(Component.PROCESSOR, Map.of(), Map.of()));
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one has a wrong value; the message names it
     */
    public static RetentionSettings from(SettingsReader in) {
        return new RetentionSettings(
                in.get(RetentionSetting.REQUESTS),
                in.get(RetentionSetting.LOGS),
                in.get(RetentionSetting.SAMPLES),
                in.get(RetentionSetting.ROLLUPS_10S),
                in.get(RetentionSetting.ROLLUPS_1M),
                in.get(RetentionSetting.ROLLUPS_1H));
    }

    /** The retention by table. */
    Map<String, Duration> byTable() {
        Map<String, Duration> all = new LinkedHashMap<>();
        all.put("request", requests);
        all.put("log", logs);
        all.put("sample", samples);
        for (Tier tier : Tier.values()) {
            all.put("rollup_" + tier.label(), rollups(tier));
            all.put("call_" + tier.label(), rollups(tier));
        }
        return all;
    }
}
