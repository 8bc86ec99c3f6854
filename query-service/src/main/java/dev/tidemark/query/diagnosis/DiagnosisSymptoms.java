package dev.tidemark.query.diagnosis;

import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.SymptomSource;
import jakarta.inject.Singleton;
import java.util.List;

/** Says what is wrong with the requests, and why. */
@Singleton
final class DiagnosisSymptoms implements SymptomSource {
    private final CurrentDiagnosis current;

    DiagnosisSymptoms(CurrentDiagnosis current) {
        this.current = current;
    }

    @Override
    public String name() {
        return "The diagnosis";
    }

    @Override
    public List<Symptom> symptoms() {
        return current.symptoms();
    }
}
