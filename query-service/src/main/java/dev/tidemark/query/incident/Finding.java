package dev.tidemark.query.incident;

import dev.tidemark.query.diagnosis.Diagnosis;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A diagnosis as incidents are matched with it.
 *
 * @param cause the leading cause; null if the causes explain less than half
 * @param affected the names of its endpoints and services, its own first
 * @param services the services of those
 */
record Finding(Diagnosis diagnosis, @Nullable CauseKey cause, Set<String> affected, Set<String> services) {
    /** Causes that explain less do not explain a finding; the sentence says so, too. */
    private static final double ENOUGH_PERCENT = 50;

    /** Longer names are cut, so that an incident is bounded. */
    private static final int MOST_CHARACTERS = 2_000;

    /** The cause of an incident. */
    record CauseKey(String kind, String culprit) {}

    static Finding of(Diagnosis diagnosis) {
        Set<String> affected = new LinkedHashSet<>();
        affected.add(cut(name(diagnosis)));
        diagnosis.alsoAffected().forEach(name -> affected.add(cut(name)));
        Double explained = diagnosis.explainedPercent();
        CauseKey cause = null;
        if (!diagnosis.causes().isEmpty() && explained != null && explained >= ENOUGH_PERCENT) {
            Diagnosis.Reason first = diagnosis.causes().getFirst();
            cause = new CauseKey(first.kind(), cut(first.culprit()));
        }
        Set<String> services = new TreeSet<>(Set.of(diagnosis.service()));
        // A name is that of a service, or begins with it.
        diagnosis.alsoAffected().forEach(name -> services.add(name.split(" ", 2)[0]));
        return new Finding(diagnosis, cause, affected, services);
    }

    private static String name(Diagnosis diagnosis) {
        return diagnosis.route() == null
                ? diagnosis.service()
                : diagnosis.service() + " " + diagnosis.method() + " " + diagnosis.route();
    }

    static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }

    double explainedPercent() {
        Double explained = diagnosis.explainedPercent();
        return explained == null ? 0 : explained;
    }

    boolean goesOn() {
        return diagnosis.until() == null;
    }

    /** Whether two findings of one answer are the same incident. */
    boolean isOneWith(Finding other) {
        return cause != null && cause.equals(other.cause);
    }
}
