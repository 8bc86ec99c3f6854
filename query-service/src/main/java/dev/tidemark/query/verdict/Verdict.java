package dev.tidemark.query.verdict;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How things stand, in one line.
 *
 * @param status {@code ok}, {@code degraded}, {@code down} (nothing can be read), {@code stale} (what can be read is old) or
 *     {@code no_data}
 * @param text the status with the condition that made it
 * @param conditions everything that is wrong, the worst first
 */
@Serdeable
public record Verdict(String status, String text, List<Condition> conditions) {
    public Verdict {
        conditions = List.copyOf(conditions);
    }

    /**
     * One thing that is wrong.
     *
     * @param subject {@code api}, {@code redis}, {@code postgres}, {@code system} or {@code pipeline}
     * @param severity {@code note}, {@code degraded}, {@code stale} or {@code down}
     * @param text the condition that was met
     */
    @Serdeable
    public record Condition(String subject, String severity, String text) {
        static Condition of(Symptom symptom) {
            return new Condition(lower(symptom.subject()), lower(symptom.severity()), symptom.text());
        }

        private static String lower(Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The verdict on {@code symptoms}.
     *
     * @param hasData whether there was anything to look at
     * @param otherwise the line when nothing is wrong
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
            case DOWN -> new Verdict("down", line("Down", conditions), conditions);
            case STALE -> new Verdict("stale", line("Stale", conditions), conditions);
            case DEGRADED -> new Verdict("degraded", line("Degraded", conditions), conditions);
            case NOTE -> new Verdict(hasData ? "ok" : "no_data", otherwise, conditions);
        };
    }

    private static String line(String status, List<Condition> conditions) {
        String more = conditions.size() == 1 ? "" : "; and " + (conditions.size() - 1) + " more";
        return status + ": " + conditions.getFirst().text() + more;
    }
}
