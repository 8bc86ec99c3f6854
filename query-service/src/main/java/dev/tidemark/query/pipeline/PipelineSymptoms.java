package dev.tidemark.query.pipeline;

import dev.tidemark.query.pipeline.PipelineQueries.Loss;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.SymptomSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** Reports recent losses of records, because figures of that time are too low. */
@Singleton
final class PipelineSymptoms implements SymptomSource {
    private static final double WEIGHT = 35;

    private final PipelineReports reports;

    PipelineSymptoms(PipelineReports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "The pipeline's losses";
    }

    @Override
    public List<Symptom> symptoms() {
        return of(reports.status());
    }

    static List<Symptom> of(PipelineStatus status) {
        if (status.recentLosses() == 0) {
            return List.of();
        }
        Loss newest = status.losses().getFirst();
        return List.of(Symptom.note(Symptom.PIPELINE, WEIGHT, text(newest) + more(status.recentLosses() - 1)));
    }

    private static String text(Loss loss) {
        Long records = loss.records();
        String lost = records == null ? "an unknown number of records" : count(records);
        return loss.topic() + ": " + lost + " lost before they were stored (" + loss.reason() + ", " + loss.at() + ")";
    }

    private static String count(long records) {
        return records == 1 ? "1 record" : String.format(Locale.ROOT, "%,d records", records);
    }

    private static String more(long losses) {
        return losses == 0 ? "" : ", and " + losses + " more in the last " + PipelineReports.RECENT.toHours() + " h";
    }
}
