package dev.tidemark.query.incident;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import dev.tidemark.query.export.Exports;
import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.store.DatabaseException;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the tables of an evidence bundle: the beginnings of those that can be downloaded, of one endpoint and span. */
@Singleton
final class EvidenceTables {
    /** Rows beyond those that are shown are counted up to here. */
    static final int MOST_COUNTED = 2_000;
    /** Longer texts are cut. */
    static final int MOST_CHARACTERS = 4_096;
    /** The characters of a table, about. */
    static final int MOST_OF_A_TABLE = 1 << 20;

    private static final Duration CHUNK = Duration.ofMinutes(30);

    private final Exports exports;
    private final JsonMapper json;

    EvidenceTables(Exports exports, JsonMapper json) {
        this.exports = exports;
        this.json = json;
    }

    /**
     * The first rows of a table.
     *
     * @param incident whose service, and whose endpoint if the table can be filtered by it
     */
    EvidenceSection read(String table, String title, IncidentRow incident, Instant from, Instant to, int most) {
        Collected rows = new Collected(from, to, most);
        return section(table, title, from, to, rows, () -> collect(exports.of(table), incident, from, to, rows));
    }

    /** The same, asked for in pieces so short that a row is a window of 10 s. */
    EvidenceSection narrow(String table, String title, IncidentRow incident, Instant from, Instant to, int most) {
        Collected rows = new Collected(from.minusSeconds(10), to, most);
        return section(table, title, from, to, rows, () -> {
            for (Instant start = from; start.isBefore(to) && !rows.isFull(); start = start.plus(CHUNK)) {
                Instant end = start.plus(CHUNK).isBefore(to) ? start.plus(CHUNK) : to;
                collect(exports.of(table), incident, start, end, rows);
            }
        });
    }

    private static EvidenceSection section(
            String name, String title, Instant from, Instant to, Collected rows, Runnable read) {
        try {
            read.run();
            return new EvidenceSection(name, title, from, to, rows.kept, rows.leftOut, rows.isMinimum, null);
        } catch (DatabaseException | InvalidParameterException e) {
            return new EvidenceSection(name, title, from, to, List.of(), 0, false, e.getMessage());
        }
    }

    private void collect(ExportSource source, IncidentRow incident, Instant from, Instant to, Collected rows) {
        Map<String, String> filters = new TreeMap<>();
        if (incident.route() != null && source.filters().contains("route")) {
            filters.put("route", incident.route());
        }
        if (incident.method() != null && source.filters().contains("method")) {
            filters.put("method", incident.method());
        }
        RangeQuery range = new RangeQuery(null, from.toString(), to.toString());
        ExportTable table = source.read(new ExportQuery(range, incident.service(), List.of(), filters));
        int read = 0;
        for (List<?> page = table.rows().next();
                page != null;
                page = table.rows().next()) {
            for (Object row : page) {
                rows.add(tree(row));
                read++;
            }
            if (rows.isFull()) {
                rows.isMinimum = true;
                return;
            }
        }
        rows.isMinimum |= read >= source.most();
    }

    private JsonNode tree(Object row) {
        try {
            return cut(json.writeValueToTree(row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode cut(JsonNode node) {
        if (node.isString() && node.getStringValue().length() > MOST_CHARACTERS) {
            return JsonNode.createStringNode(node.getStringValue().substring(0, MOST_CHARACTERS) + "… ("
                    + (node.getStringValue().length() - MOST_CHARACTERS) + " more characters)");
        }
        if (node.isObject()) {
            Map<String, JsonNode> fields = new LinkedHashMap<>();
            node.entries().forEach(entry -> fields.put(entry.getKey(), cut(entry.getValue())));
            return JsonNode.createObjectNode(fields);
        }
        return node;
    }

    /** The rows of a section while they are read. Not thread-safe. */
    private static final class Collected {
        private final Instant from;
        private final Instant to;
        private final int most;
        private final List<JsonNode> kept = new ArrayList<>();
        private long characters;
        private long leftOut;
        private boolean isMinimum;

        Collected(Instant from, Instant to, int most) {
            this.from = from;
            this.to = to;
            this.most = most;
        }

        boolean isFull() {
            return leftOut >= MOST_COUNTED;
        }

        void add(JsonNode row) {
            if (!isInside(row)) {
                return;
            }
            if (kept.size() == most || characters > MOST_OF_A_TABLE) {
                leftOut++;
                return;
            }
            kept.add(row);
            characters += length(row);
        }

        /** Spans are widened to windows: what has a time of its own must be in the span itself. */
        private boolean isInside(JsonNode row) {
            JsonNode ts = row.isObject() ? row.get("ts") : null;
            if (ts == null || !ts.isString()) {
                return true;
            }
            try {
                Instant at = Instant.parse(ts.getStringValue());
                return !at.isBefore(from) && at.isBefore(to);
            } catch (DateTimeParseException e) {
                return true;
            }
        }

        private static long length(JsonNode node) {
            if (node.isString()) {
                return node.getStringValue().length() + 2L;
            }
            long sum = 8;
            if (node.isObject()) {
                for (Map.Entry<String, JsonNode> field : node.entries()) {
                    sum += field.getKey().length() + length(field.getValue());
                }
            } else if (node.isArray()) {
                for (JsonNode value : node.values()) {
                    sum += length(value);
                }
            }
            return sum;
        }
    }
}
