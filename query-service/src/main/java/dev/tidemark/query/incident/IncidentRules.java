package dev.tidemark.query.incident;

import dev.tidemark.query.diagnosis.DiagnosisAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides what an answer says about the recorded incidents. The same input gives the same output; all times are those of answers. */
final class IncidentRules {
    /** An incident that complete answers do not find for this time is over. */
    static final Duration ABSENT = Duration.ofMinutes(1);
    /** Endpoints and services that are remembered of an incident. */
    static final int MOST_AFFECTED = 200;

    /** The span of an answer: what was last seen before it is over at once. */
    private static final Duration SPAN = Duration.ofMinutes(15);
    /** After this time, a kept answer gives way to a newer one that names a cause, even if that explains less. */
    private static final Duration FRESH = Duration.ofMinutes(2);
    /** Shares of one cause differ by this much from one answer to the next. */
    private static final double ABOUT_PERCENT = 10;
    /** A kept answer that says the same is not written again before this time. */
    private static final Duration REWRITE = Duration.ofSeconds(30);

    private IncidentRules() {}

    /**
     * What becomes of one incident.
     *
     * @param before null for a new one
     * @param kept the answer to keep from now on; null if the one that is kept stays
     * @param merged incidents that turned out to be this one
     */
    record Change(
            @Nullable Incident before,
            @Nullable Finding kept,
            Instant onset,
            Instant lastSeen,
            @Nullable Instant absentSince,
            @Nullable Instant endedAt,
            Set<String> affected,
            Set<String> services,
            List<Incident> merged) {}

    /** The changes that {@code answer} makes to {@code known}: those that go on, and those that ended shortly before its span or in it. */
    static List<Change> changes(List<Incident> known, DiagnosisAnswer answer) {
        Instant now = answer.judgedUntil();
        List<Incident> absent = new ArrayList<>(known);
        List<Change> changes = new ArrayList<>();
        for (Group group : groups(known, answer)) {
            absent.removeAll(group.incidents);
            Change change = change(group, answer);
            if (change != null) {
                changes.add(change);
            }
        }
        for (Incident incident : absent) {
            if (answer.complete() && incident.goesOn() && now.isAfter(incident.lastSeen())) {
                Change change = absent(incident, now);
                if (change != null) {
                    changes.add(change);
                }
            }
        }
        return changes;
    }

    private record Group(List<Finding> findings, List<Incident> incidents) {}

    /** Findings and incidents that are the same. */
    private static List<Group> groups(List<Incident> known, DiagnosisAnswer answer) {
        List<Group> groups = new ArrayList<>();
        for (Finding finding : answer.diagnoses().stream().map(Finding::of).toList()) {
            Group own = new Group(new ArrayList<>(List.of(finding)), new ArrayList<>());
            known.stream()
                    .filter(incident -> incident.is(finding, answer.judgedUntil()))
                    .forEach(own.incidents::add);
            List<Group> same = groups.stream()
                    .filter(group -> group.incidents.stream().anyMatch(own.incidents::contains)
                            || group.findings.stream().anyMatch(finding::isOneWith))
                    .toList();
            if (same.isEmpty()) {
                groups.add(own);
                continue;
            }
            Group first = same.getFirst();
            Stream.concat(same.stream().skip(1), Stream.of(own)).forEach(group -> {
                first.findings.addAll(group.findings);
                group.incidents.stream()
                        .filter(incident -> !first.incidents.contains(incident))
                        .forEach(first.incidents::add);
            });
            groups.removeAll(same.subList(1, same.size()));
        }
        return groups;
    }

    private static @Nullable Change change(Group group, DiagnosisAnswer answer) {
        Instant now = answer.judgedUntil();
        List<Incident> old = group.incidents.stream()
                .sorted(Comparator.comparing(Incident::onset).thenComparing(Incident::id))
                .toList();
        Incident before = old.isEmpty() ? null : old.getFirst();
        boolean goesOn = group.findings.stream().anyMatch(Finding::goesOn);
        if (!answer.complete() && !goesOn) {
            // An incomplete answer ends nothing.
            return null;
        }
        if (before != null && now.isBefore(before.lastSeen())) {
            // A newer answer was recorded already.
            return null;
        }
        Finding head =
                group.findings.stream().filter(Finding::goesOn).findFirst().orElse(group.findings.getFirst());
        Instant onset = Stream.concat(
                        group.findings.stream()
                                .map(finding -> finding.diagnosis().since()),
                        old.stream().map(Incident::onset))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant end = goesOn
                ? null
                : group.findings.stream()
                        .map(finding ->
                                Objects.requireNonNull(finding.diagnosis().until()))
                        .max(Comparator.naturalOrder())
                        .map(until -> until.isBefore(onset) ? onset : until)
                        .orElseThrow();
        Instant seen = end == null ? now : end;
        Instant lastSeen = before == null || before.lastSeen().isBefore(seen) ? seen : before.lastSeen();
        boolean isOver = before != null && !before.goesOn() && end != null;
        Finding kept = before == null || !isOver && replaces(head, before, end, now) ? head : null;
        Set<String> affected = new LinkedHashSet<>();
        Set<String> services = new TreeSet<>();
        // The head of the kept answer comes first.
        Stream.concat(
                        kept == null ? Stream.<Set<String>>empty() : Stream.of(kept.affected()),
                        Stream.concat(
                                old.stream().map(Incident::affected),
                                group.findings.stream().map(Finding::affected)))
                .flatMap(Set::stream)
                .limit(MOST_AFFECTED * 4L)
                .filter(name -> affected.size() < MOST_AFFECTED)
                .forEach(affected::add);
        Stream.concat(
                        old.stream().map(Incident::services),
                        group.findings.stream().map(Finding::services))
                .forEach(services::addAll);
        Change change = new Change(
                before,
                kept,
                onset,
                lastSeen,
                null,
                end,
                affected,
                services,
                old.stream().skip(1).toList());
        return isNothing(change) ? null : change;
    }

    /** Whether an answer takes the place of the one that is kept. */
    private static boolean replaces(Finding head, Incident before, @Nullable Instant end, Instant now) {
        boolean isFresh = before.answeredAt().plus(FRESH).isAfter(now);
        if (before.cause() != null) {
            if (head.cause() == null
                    || isFresh && head.explainedPercent() < before.explainedPercent() - ABOUT_PERCENT) {
                return false;
            }
        }
        return end != null
                || !Objects.equals(head.cause(), before.cause())
                || !head.affected()
                        .iterator()
                        .next()
                        .equals(before.affected().iterator().next())
                || !before.answeredAt().plus(REWRITE).isAfter(now);
    }

    private static boolean isNothing(Change change) {
        Incident before = change.before();
        return before != null
                && change.kept() == null
                && change.merged().isEmpty()
                && change.onset().equals(before.onset())
                && change.lastSeen().equals(before.lastSeen())
                && before.absentSince() == null
                && Objects.equals(change.endedAt(), before.endedAt())
                && change.affected().equals(before.affected());
    }

    private static @Nullable Change absent(Incident incident, Instant now) {
        Instant since = incident.absentSince() == null ? now : incident.absentSince();
        boolean isOver =
                !now.isBefore(since.plus(ABSENT)) || incident.lastSeen().isBefore(now.minus(SPAN));
        if (!isOver && incident.absentSince() != null) {
            return null;
        }
        Instant end = incident.lastSeen().isBefore(incident.onset()) ? incident.onset() : incident.lastSeen();
        return new Change(
                incident,
                null,
                incident.onset(),
                incident.lastSeen(),
                since,
                isOver ? end : null,
                incident.affected(),
                incident.services(),
                List.of());
    }
}
