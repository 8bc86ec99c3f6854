package dev.tidemark.bench.petshop;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a table of metrics: three lines of headers (service, metric, statistic), the name of the index, then a line for each window. */
final class MetricsFile {
    private static final double MICROS = 1e6;
    private static final String[] PERCENTILES = {"p50", "p90", "p95", "p99"};

    private MetricsFile() {}

    private record Column(String service, String metric, String statistic) {}

    /** The windows, oldest first, each with its services. A cell that is empty is unknown. */
    static List<Map<String, Point>> read(Path file) {
        List<List<String>> lines = lines(file);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < lines.getFirst().size(); i++) {
            columns.add(new Column(
                    lines.get(0).get(i), lines.get(1).get(i), lines.get(2).get(i)));
        }
        List<Map<String, Point>> windows = new ArrayList<>();
        for (List<String> line : lines.subList(4, lines.size())) {
            Map<String, Map<String, Double>> values = new LinkedHashMap<>();
            for (int i = 1; i < line.size(); i++) {
                if (!line.get(i).isEmpty()) {
                    Column column = columns.get(i);
                    values.computeIfAbsent(column.service, service -> new HashMap<>())
                            .put(column.metric + " " + column.statistic, Double.valueOf(line.get(i)));
                }
            }
            Map<String, Point> window = new LinkedHashMap<>();
            values.forEach((service, value) -> window.put(service, point(value)));
            windows.add(window);
        }
        return windows;
    }

    private static Point point(Map<String, Double> values) {
        Double mean = values.get("latency Average");
        long requests = Math.round(values.getOrDefault("requests Sum", 0.0));
        if (mean == null || requests == 0) {
            return Point.NONE;
        }
        double[] percentiles = new double[PERCENTILES.length];
        for (int i = 0; i < percentiles.length; i++) {
            percentiles[i] = MICROS * values.getOrDefault("latency " + PERCENTILES[i], mean);
        }
        return Point.of(requests, values.getOrDefault("availability Average", 100.0), MICROS * mean, percentiles);
    }

    /** The fields of all lines. */
    static List<List<String>> lines(Path file) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
            return reader.stream().map(CsvRecord::getFields).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
