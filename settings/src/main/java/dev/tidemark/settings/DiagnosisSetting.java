package dev.tidemark.settings;

import static dev.tidemark.settings.Component.QUERY_SERVICE;

import java.time.Duration;

/** How often the present is diagnosed. */
public final class DiagnosisSetting {
    static final SettingGroup GROUP = new SettingGroup("Diagnosis");

    public static final Setting<Duration> INTERVAL = GROUP.add(Setting.of(
                    "tidemark.diagnosis.interval",
                    SettingType.durationOrZero("100ms", "5m"),
                    "How often the requests of the last 15 minutes are diagnosed for the verdict and the incidents; less often if"
                            + " that takes longer than a fifth of the time. 0 turns both off.")
            .readBy("5s", QUERY_SERVICE));

    private DiagnosisSetting() {}
}
