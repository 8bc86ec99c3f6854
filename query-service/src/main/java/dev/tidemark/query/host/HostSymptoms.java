package dev.tidemark.query.host;

import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.SymptomSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds problems of the hosts. */
@Singleton
final class HostSymptoms implements SymptomSource {
    static final String SUBJECT = "system";
    /** The usage at which CPU, memory or a disk is considered full. */
    static final double FULL_PERCENT = 95;

    private final HostReports reports;

    HostSymptoms(HostReports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "The hosts";
    }

    @Override
    public List<Symptom> symptoms() {
        return of(reports.status());
    }

    static List<Symptom> of(SystemStatus status) {
        List<Symptom> symptoms = new ArrayList<>();
        for (HostStatus host : status.hosts()) {
            if (!host.stale()) {
                for (MountStatus mount : host.mounts()) {
                    full(symptoms, host, "disk " + mount.mount(), mount.percent());
                }
                full(symptoms, host, "memory", host.memoryPercent());
                full(symptoms, host, "CPU", host.cpuPercent());
            }
        }
        return symptoms;
    }

    private static void full(List<Symptom> symptoms, HostStatus host, String what, @Nullable Double percent) {
        if (percent != null && percent >= FULL_PERCENT) {
            symptoms.add(Symptom.note(
                    SUBJECT,
                    percent / 10,
                    String.format(Locale.ROOT, "host %s: %s %.1f %% in use", host.host(), what, percent)));
        }
    }
}
