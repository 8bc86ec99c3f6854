package dev.tidemark.quarkus;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import dev.tidemark.ingest.settings.Settings;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The settings of the filter before a test installs its own. */
@Singleton
class SettingsAtStart {
    private @Nullable Settings settings;

    void started(@Observes StartupEvent event) {
        try (TidemarkHandle handle = Tidemark.acquire()) {
            settings = handle.tidemark().settings();
        }
    }

    Settings settings() {
        if (settings == null) {
            throw new AssertionError("not started");
        }
        return settings;
    }
}
