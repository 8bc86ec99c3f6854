package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.postgres.Checklist.Check;
import dev.tidemark.query.postgres.Checklist.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Judges the estimates of wasted space that the collector publishes. */
final class BloatCheck {
    /** To waste less is no reason to lock a table. */
    static final double MUCH_MB = 100;

    private BloatCheck() {}

    private record Bloated(String kind, Map<String, String> labels, double megabytes, double percent) {
        /** The size of the whole relation. */
        double sizeMb() {
            return percent > 0 ? megabytes / percent * 100 : 0;
        }

        String name() {
            return labels.getOrDefault("schema", "") + "." + labels.getOrDefault(kind, "");
        }

        Finding finding() {
            String quoted = quoted(labels.getOrDefault("schema", "")) + "." + quoted(labels.getOrDefault(kind, ""));
            return new Finding(
                    kind + " " + name(),
                    percent,
                    Rounding.two(megabytes) + " MB of about " + Math.round(sizeMb()) + " MB"
                            + (kind.equals("table") ? "; VACUUM FULL locks the table, pg_repack does not" : ""),
                    kind.equals("table") ? "VACUUM (FULL, ANALYZE) " + quoted : "REINDEX INDEX CONCURRENTLY " + quoted);
        }
    }

    static Check of(PostgresHistory history) {
        List<Bloated> all = Stream.of("table", "index")
                .flatMap(kind -> history.newest(kind + "_bloat_percent").map(series -> bloated(kind, series, history)))
                .toList();
        if (all.isEmpty()) {
            return Check.unknown(
                    Threshold.BLOAT,
                    history.unknown().isEmpty()
                            ? new Unknown(
                                    List.of(Threshold.BLOAT.id()),
                                    "there is no estimate in this span: the collector makes one every 10 min, of tables whose"
                                            + " statistics its role may read",
                                    "ask for 1h or more; GRANT pg_read_all_data TO the collector's role")
                            : history.unknown().getFirst());
        }
        List<Bloated> large = all.stream()
                .filter(one -> one.sizeMb() >= MUCH_MB)
                .sorted(Comparator.comparingDouble(Bloated::percent).reversed())
                .toList();
        if (large.isEmpty()) {
            return Check.of(Threshold.BLOAT, 0, "none is that large", List.of());
        }
        return Check.of(
                Threshold.BLOAT,
                large.getFirst().percent(),
                large.getFirst().percent() + " % of " + large.getFirst().name(),
                large.stream()
                        .filter(one -> Threshold.BLOAT.isReached(one.percent()))
                        .limit(Finding.MOST)
                        .map(Bloated::finding)
                        .toList());
    }

    private static Bloated bloated(String kind, PostgresSeries series, PostgresHistory history) {
        Double megabytes = history.last(kind + "_bloat_mb", series.labels());
        return new Bloated(
                kind,
                series.labels(),
                megabytes == null ? 0 : megabytes,
                Rounding.two(series.points().getLast().mean()));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
