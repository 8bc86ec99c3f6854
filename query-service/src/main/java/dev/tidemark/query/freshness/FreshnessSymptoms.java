package dev.tidemark.query.freshness;

import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.SymptomSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reports a symptom if the stored data is old. */
@Singleton
final class FreshnessSymptoms implements SymptomSource {
    private final FreshnessReports reports;

    FreshnessSymptoms(FreshnessReports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "The sink's offsets";
    }

    @Override
    public List<Symptom> symptoms() {
        Freshness age = reports.now();
        return age.stale()
                ? List.of(Symptom.stale("the newest data is " + inWords(age.ageMs()) + " old" + lag(age)))
                : List.of();
    }

    private static String inWords(@Nullable Long millis) {
        long seconds = millis == null ? 0 : millis / 1000;
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    private static String lag(Freshness age) {
        return age.lag() == 0 ? "" : String.format(Locale.ROOT, ", %,d records are waiting to be stored", age.lag());
    }
}
