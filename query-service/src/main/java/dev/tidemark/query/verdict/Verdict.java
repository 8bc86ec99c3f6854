package dev.tidemark.query.verdict;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Comparator;
import java.util.List;

/**
 * The state of everything monitored, in one line.
 *
 * @param status {@code ok}, {@code degraded}, {@code down} (the data cannot be read), {@code stale} (the data is old) or
 *     {@code no_data}
 * @param text the status with the condition that caused it
 * @param conditions all conditions, worst first
 */
@Serdeable
public record Verdict(Status status, String text, List<Condition> conditions) {
    public Verdict {
        conditions = List.copyOf(conditions);
    }

    /** The verdict in one word. */
    @Serdeable
    public enum Status {
        @JsonProperty("ok")
        OK("ok"),
        @JsonProperty("degraded")
        DEGRADED("degraded"),
        @JsonProperty("stale")
        STALE("stale"),
        @JsonProperty("down")
        DOWN("down"),
        @JsonProperty("no_data")
        NO_DATA("no_data");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** The name in the API and on the pages. */
        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * One thing that is wrong.
     *
     * @param subject {@code api}, {@code redis}, {@code postgres}, {@code system}, {@code pipeline} or another part's name
     * @param severity {@code note}, {@code degraded}, {@code stale} or {@code down}
     * @param text the condition that was met
     */
    @Serdeable
    public record Condition(String subject, String severity, String text) {
        static Condition of(Symptom symptom) {
            return new Condition(symptom.subject(), symptom.severity().label(), symptom.text());
        }
    }

    /**
     * Makes the verdict from {@code symptoms}.
     *
     * @param hasData whether any data is stored
     * @param otherwise the text if nothing is wrong
     */
    public static Verdict on(List<Symptom> symptoms, boolean hasData, String otherwise) {
        List<Symptom> ranked = symptoms.stream()
                .sorted(Comparator.comparing(Symptom::severity)
                        .thenComparingDouble(Symptom::weight)
                        .reversed())
                .toList();
        List<Condition> conditions =
                ranked.stream().map(Condition::of).distinct().toList();
        Symptom.Severity worst =
                ranked.isEmpty() ? Symptom.Severity.NOTE : ranked.getFirst().severity();
        return switch (worst) {
            case DOWN -> new Verdict(Status.DOWN, line("Down", conditions), conditions);
            case STALE -> new Verdict(Status.STALE, line("Stale", conditions), conditions);
            case DEGRADED -> new Verdict(Status.DEGRADED, line("Degraded", conditions), conditions);
            case NOTE -> new Verdict(hasData ? Status.OK : Status.NO_DATA, otherwise, conditions);
        };
    }

    private static String line(String status, List<Condition> conditions) {
        String more = conditions.size() == 1 ? "" : "; and " + (conditions.size() - 1) + " more";
        return status + ": " + conditions.getFirst().text() + more;
    }
}
