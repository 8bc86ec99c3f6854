package dev.tidemark.query.collector;

import dev.tidemark.settings.CollectorSetting;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * What the collector reads, and how often; an interval of 0 turns a reading off.
 *
 * @param enabled {@code tidemark.collector.enabled} (default true)
 * @param sessions {@code tidemark.collector.sessions-interval} (default 1 s)
 * @param postgres {@code tidemark.collector.postgres-interval} (default 10 s)
 * @param statements {@code tidemark.collector.statements-interval} (default 10 s)
 * @param plans {@code tidemark.collector.plans-interval} (default 1 min)
 * @param sizes {@code tidemark.collector.sizes-interval} (default 1 min)
 * @param redis {@code tidemark.collector.redis-interval} (default 5 s)
 * @param keys {@code tidemark.collector.keys-interval} (default 1 min)
 * @param keysPerPass {@code tidemark.collector.keys-per-pass} (default 10,000)
 */
@Context
record CollectorSettings(
        boolean enabled,
        Duration sessions,
        Duration postgres,
        Duration statements,
        Duration plans,
        Duration sizes,
        Duration redis,
        Duration keys,
        int keysPerPass) {
    @Inject
    CollectorSettings(SettingsReader settings) {
        this(
                settings.get(CollectorSetting.ENABLED),
                settings.get(CollectorSetting.SESSIONS_INTERVAL),
                settings.get(CollectorSetting.POSTGRES_INTERVAL),
                settings.get(CollectorSetting.STATEMENTS_INTERVAL),
                settings.get(CollectorSetting.PLANS_INTERVAL),
                settings.get(CollectorSetting.SIZES_INTERVAL),
                settings.get(CollectorSetting.REDIS_INTERVAL),
                settings.get(CollectorSetting.KEYS_INTERVAL),
                settings.get(CollectorSetting.KEYS_PER_PASS));
    }
}
