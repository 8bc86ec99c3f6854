package dev.tidemark.query.keyfigure;

import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key figures of all monitored parts over a span.
 *
 * @param from the start of the first step
 * @param to the end of the last step, which may be ahead
 * @param bucketSeconds the width of a step, as in the latency timeline
 * @param host the host that the figures of the group {@code system} describe: the one with the highest usage; null if there is none
 * @param rows six of each part
 * @param unknown why the current value of some is null
 * @param comparison the same for the earlier span; null if none was asked for
 */
@Serdeable
public record KeyFigures(
        Instant from,
        Instant to,
        long bucketSeconds,
        @Nullable String host,
        List<KeyFigure> rows,
        List<Unknown> unknown,
        @Nullable KeyFigures comparison) {
    public KeyFigures {
        rows = List.copyOf(rows);
        unknown = List.copyOf(unknown);
    }

    /**
     * The figures of one part.
     *
     * @param host the host that they describe; null if they describe none
     * @param unknown what its status says about figures that cannot be read, with the names of the part
     */
    public record Part(List<KeyFigure> rows, @Nullable String host, List<Unknown> unknown) {
        public Part {
            rows = List.copyOf(rows);
            unknown = List.copyOf(unknown);
        }

        /** @param detail why the part did not answer; null if it did */
        public static Part of(
                KeyFigureSource source, List<KeyFigure> rows, List<Unknown> unknown, @Nullable String detail) {
            return detail == null ? new Part(rows, null, unknown) : new Part(rows, null, of(source, detail));
        }

        private static List<Unknown> of(KeyFigureSource source, String reason) {
            return List.of(new Unknown(
                    source.names().stream().map(KeyFigure.Name::name).toList(), reason, null));
        }

        /** Nothing is known of the part, for one reason. */
        public static Part nothing(KeyFigureSource source, String reason) {
            return new Part(
                    source.names().stream()
                            .map(name -> KeyFigure.unknown(source.group(), name))
                            .toList(),
                    null,
                    of(source, reason));
        }

        /** For each row without a current value, why: by {@code group.name}. */
        public List<Unknown> reasons() {
            List<Unknown> reasons = new ArrayList<>();
            Map<Unknown, List<String>> named = new LinkedHashMap<>();
            for (KeyFigure row : rows) {
                if (row.current() == null) {
                    Unknown reason = unknown.stream()
                            .filter(one -> one.fields().contains(row.name()))
                            .findFirst()
                            .orElse(new Unknown(List.of(), "nothing was read in this span", null));
                    named.computeIfAbsent(reason, one -> new ArrayList<>()).add(row.group() + "." + row.name());
                }
            }
            named.forEach((reason, names) -> reasons.add(new Unknown(names, reason.reason(), reason.remedy())));
            return reasons;
        }
    }

    public KeyFigures comparedWith(KeyFigures earlier) {
        return new KeyFigures(from, to, bucketSeconds, host, rows, unknown, earlier);
    }

    /** Its memory, about. */
    public long heapBytes() {
        return 500
                + rows.stream().mapToLong(KeyFigure::heapBytes).sum()
                + (comparison == null ? 0 : comparison.heapBytes());
    }
}
