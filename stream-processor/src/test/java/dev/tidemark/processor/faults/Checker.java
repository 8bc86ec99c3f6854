package dev.tidemark.processor.faults;

import dev.tidemark.processor.faults.Ledger.Sent;
import dev.tidemark.processor.sink.StoredCalls;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compares what was produced with what is stored. Expects each request once in the raw rows, with all its fields; each
 * window with the values and sketch bytes of a replay without faults; each bad record, or bad request of a batch, once
 * among the dead letters; each log line once; each summary of calls once in the windows of all tiers; and every lost record counted
 * as lost.
 */
final class Checker {
    private static final int SHOWN = 10;

    private final Ledger.Expected expected;
    private final Contents found;
    private final List<String> violations = new ArrayList<>();

    private Checker(Ledger.Expected expected, Contents found) {
        this.expected = expected;
        this.found = found;
    }

    /** The differences, as sentences; empty if there are none. */
    static List<String> violations(Ledger.Expected expected, Contents found) {
        Checker checker = new Checker(expected, found);
        checker.checkRows();
        for (Tier tier : Tier.values()) {
            checker.checkWindows(tier);
        }
        checker.checkDeadLetters();
        checker.checkLines();
        checker.checkCalls();
        checker.checkSums();
        return checker.violations;
    }

    private void checkRows() {
        List<String> missing = new ArrayList<>();
        expected.rows().forEach((id, sent) -> {
            if (!found.rows().containsKey(id)) {
                missing.add(told(id, sent));
            }
        });
        List<String> duplicated = new ArrayList<>();
        List<String> different = new ArrayList<>();
        List<String> unexpected = new ArrayList<>();
        found.rows().forEach((id, copies) -> {
            Sent sent = expected.rows().get(id);
            if (sent == null) {
                unexpected.add(RequestId.of(id).toString());
                return;
            }
            if (copies.size() > 1) {
                duplicated.add(told(id, sent) + " " + copies.size() + " times");
            }
            for (RawRow row : copies) {
                if (!row.equals(sent.row())) {
                    different.add(told(id, sent) + ": " + Differences.between(row, sent.row()));
                }
            }
        });
        complain("raw rows missing", missing);
        complain("raw rows duplicated", duplicated);
        complain("raw rows that differ from their request", different);
        complain("raw rows that were never produced", unexpected);
    }

    private void checkWindows(Tier tier) {
        List<String> missing = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        List<String> values = new ArrayList<>();
        List<String> sketches = new ArrayList<>();
        expected.windows().forEach((key, right) -> {
            if (key.tier() != tier) {
                return;
            }
            Window window = found.windows().get(key);
            if (window == null) {
                missing.add(told(key) + " with " + right.count());
            } else if (window.count() != right.count()) {
                counts.add(told(key) + ": " + window.count() + " instead of " + right.count());
            } else {
                if (!window.values().equals(right.values())) {
                    values.add(told(key) + ": " + Differences.between(window.values(), right.values()));
                }
                if (!Arrays.equals(window.sketch(), right.sketch())) {
                    sketches.add(told(key));
                }
            }
        });
        List<String> unexpected = found.windows().entrySet().stream()
                .filter(window ->
                        window.getKey().tier() == tier && !expected.windows().containsKey(window.getKey()))
                .map(window ->
                        told(window.getKey()) + " with " + window.getValue().count())
                .toList();
        complain(tier.label() + " windows missing", missing);
        complain(tier.label() + " windows with a wrong count", counts);
        complain(tier.label() + " windows whose values differ from the replay", values);
        complain(tier.label() + " windows whose sketch differs from the replay", sketches);
        complain(tier.label() + " unexpected windows", unexpected);
    }

    private void checkDeadLetters() {
        List<String> missing = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        expected.deadLetters().forEach((position, right) -> {
            List<String> reasons = found.deadLetters().get(position);
            if (reasons == null) {
                missing.add(position + " " + right);
            } else if (!sorted(reasons).equals(sorted(right))) {
                wrong.add(position + ": " + reasons + " instead of " + right);
            }
        });
        List<String> unexpected = new ArrayList<>(found.strangeDeadLetters());
        unexpected.addAll(unexpected(found.deadLetters(), expected.deadLetters().keySet()));
        complain("dead letters missing", missing);
        complain("dead letters duplicated or for another reason", wrong);
        complain("dead letters of valid records", unexpected);
    }

    private void checkLines() {
        List<String> missing = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        expected.lines().forEach((position, message) -> {
            List<String> lines = found.lines().get(position);
            if (lines == null) {
                missing.add(position + " " + message);
            } else if (!lines.equals(List.of(message))) {
                wrong.add(position + ": " + lines + " instead of only " + message);
            }
        });
        List<String> unexpected = unexpected(found.lines(), expected.lines().keySet());
        complain("log lines missing", missing);
        complain("log lines duplicated or at the wrong offset", wrong);
        complain("log lines that were never produced", unexpected);
    }

    private void checkCalls() {
        List<String> missing = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        expected.calls().forEach((key, right) -> {
            StoredCalls.Sums sums = found.calls().get(key);
            if (sums == null) {
                missing.add(key + " with " + right.count());
            } else if (!sums.equals(right)) {
                wrong.add(key + ": " + Differences.between(sums, right));
            }
        });
        List<String> unexpected = found.calls().keySet().stream()
                .filter(key -> !expected.calls().containsKey(key))
                .map(StoredCalls.Key::toString)
                .toList();
        complain("call windows missing", missing);
        complain("call windows with wrong sums", wrong);
        complain("unexpected call windows", unexpected);
    }

    private static List<String> unexpected(Map<PartitionOffset, List<String>> found, Set<PartitionOffset> expected) {
        return found.entrySet().stream()
                .filter(at -> !expected.contains(at.getKey()))
                .map(at -> at.getKey() + ": " + at.getValue())
                .toList();
    }

    private static List<String> sorted(List<String> words) {
        return words.stream().sorted().toList();
    }

    /** Follows from the other checks; stated separately because it is the promise to users. */
    private void checkSums() {
        long produced = expected.rows().size() + expected.deadLetterCount() + expected.lost();
        long accounted = found.rowCount() + found.deadLetterCount() + found.lost();
        if (produced != accounted || found.lost() != expected.lost()) {
            violations.add("produced " + produced + " does not equal stored " + found.rowCount() + " + dead letters "
                    + found.deadLetterCount() + " + counted as lost " + found.lost() + " (actually lost: "
                    + expected.lost() + ")");
        }
        List<Long> ofRows = found.rows().values().stream()
                .flatMap(Collection::stream)
                .map(RawRow::sums)
                .filter(parts -> !parts.isEmpty())
                .reduce(Replay::sums)
                .orElse(List.of());
        for (Tier tier : Tier.values()) {
            long counted = sum(found.windows(), tier);
            if (counted != found.rowCount()) {
                violations.add(
                        "the " + tier.label() + " windows count " + counted + ", the raw rows are " + found.rowCount());
            }
            List<Long> summed = parts(tier);
            if (!summed.equals(ofRows)) {
                violations.add("the " + tier.label() + " windows sum the parts " + summed + ", the raw rows " + ofRows);
            }
        }
    }

    private List<Long> parts(Tier tier) {
        return found.windows().entrySet().stream()
                .filter(window -> window.getKey().tier() == tier)
                .map(window ->
                        Objects.requireNonNull(window.getValue()).values().parts())
                .filter(parts -> !parts.isEmpty())
                .reduce(Replay::sums)
                .orElse(List.of());
    }

    private static long sum(Map<RollupKey, Window> windows, Tier tier) {
        return windows.entrySet().stream()
                .filter(window -> window.getKey().tier() == tier)
                .mapToLong(window -> Objects.requireNonNull(window.getValue()).count())
                .sum();
    }

    private void complain(String what, Collection<String> items) {
        if (!items.isEmpty()) {
            String shown =
                    String.join("; ", items.stream().sorted().limit(SHOWN).toList());
            int more = items.size() - SHOWN;
            violations.add(items.size() + " " + what + ": " + shown + (more > 0 ? "; and " + more + " more" : ""));
        }
    }

    private static String told(long id, Sent sent) {
        return RequestId.of(id) + " (" + sent.position() + ")";
    }

    private static String told(RollupKey key) {
        return key.series().service() + " " + key.series().method() + " "
                + key.series().route() + " " + Timestamps.format(key.windowStartMicros());
    }
}
