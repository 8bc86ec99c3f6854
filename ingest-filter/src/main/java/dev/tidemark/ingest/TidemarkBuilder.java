package dev.tidemark.ingest;

import dev.tidemark.ingest.delivery.Warnings;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.ingest.redaction.RedactionBuilder;
import dev.tidemark.ingest.settings.FrameworkSettings;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.KafkaSetting;
import dev.tidemark.settings.Setting;
import dev.tidemark.settings.SettingsReader;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Tidemark}. Settings that are not set here come from system properties, the environment, or the
 * defaults ({@link FilterSetting}, {@link KafkaSetting}). Not thread-safe.
 */
public final class TidemarkBuilder {
    private final Map<Setting<?>, String> values = new HashMap<>();
    private final Map<String, String> kafkaClient = new HashMap<>();
    private @Nullable Redaction redaction;

    TidemarkBuilder() {}

    /** Sets one setting, as text in the form of a property; {@link #build()} validates it. */
    public TidemarkBuilder set(Setting<?> setting, String value) {
        values.put(setting, value);
        return this;
    }

    /** The application's logical name. */
    public TidemarkBuilder serviceName(String name) {
        return set(FilterSetting.SERVICE_NAME, name);
    }

    /** The Kafka bootstrap servers: {@code host:port[,host:port…]}. */
    public TidemarkBuilder bootstrapServers(String servers) {
        return set(KafkaSetting.BOOTSTRAP_SERVERS, servers);
    }

    /**
     * Sets a property of Kafka's producer, such as {@code security.protocol}. {@link #build()} rejects properties that
     * delivery depends on.
     */
    public TidemarkBuilder kafkaClient(String property, String value) {
        kafkaClient.put(property, value);
        return this;
    }

    /** Replaces the standard redaction of log lines. */
    public TidemarkBuilder redaction(Redaction redaction) {
        this.redaction = redaction;
        return this;
    }

    /**
     * Starts the instance without waiting for Kafka.
     *
     * @throws IllegalArgumentException if a setting has a wrong value; the message names the value and the expected
     *     form
     */
    public Tidemark build() {
        Warnings.prepare();
        Tidemark built = start();
        if (built.isEnabled()) {
            Warnings.inform(StartWatch.line(built.settings(), EnumSet.of(Adapter.APPLICATION)));
        }
        return built;
    }

    /** The same without a log line. */
    Tidemark start() {
        FrameworkSettings framework = GlobalTidemark.framework();
        SettingsReader.ofProcess(Component.FILTER)
                .above(framework.properties())
                .warning()
                .ifPresent(GlobalTidemark.WARNINGS::warn);
        Settings settings = Settings.read(values, kafkaClient, framework);
        Redaction standard = settings.redact() ? standard(settings) : Redaction.none();
        return new Tidemark(settings, redaction == null ? standard : redaction);
    }

    private static Redaction standard(Settings settings) {
        RedactionBuilder builder = Redaction.with();
        settings.redactKeys().forEach(builder::key);
        settings.redactPatterns().forEach(builder::pattern);
        return builder.build();
    }
}
