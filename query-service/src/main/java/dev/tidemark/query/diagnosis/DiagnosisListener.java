package dev.tidemark.query.diagnosis;

/** Is told about each diagnosis of the present. All beans of this type are told, one after the other, on the thread that diagnoses. */
public interface DiagnosisListener {
    /**
     * A new answer about the last 15 minutes, of all services.
     *
     * @throws dev.tidemark.query.store.DatabaseException if it cannot be kept; the next answer follows some seconds later
     */
    void diagnosed(DiagnosisAnswer answer);
}
