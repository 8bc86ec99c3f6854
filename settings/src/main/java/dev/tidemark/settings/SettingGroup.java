package dev.tidemark.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The settings of one subject, in the order of their documentation. Filled while its declaring class is initialised. */
public final class SettingGroup {
    private final String title;
    private final List<Setting<?>> settings = new ArrayList<>();

    public SettingGroup(String title) {
        this.title = title;
    }

    /** Adds a setting and returns it. */
    public <T> Setting<T> add(Setting<T> setting) {
        settings.add(setting);
        return setting;
    }

    public String title() {
        return title;
    }

    public List<Setting<?>> settings() {
        return Collections.unmodifiableList(settings);
    }
}
