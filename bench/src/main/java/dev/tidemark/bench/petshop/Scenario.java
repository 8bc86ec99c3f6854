package dev.tidemark.bench.petshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One traffic of the data set.
 *
 * @param calls the services that each service calls
 * @param quiet the windows without an issue
 */
record Scenario(String name, Map<String, List<String>> calls, List<Map<String, Point>> quiet, List<Issue> issues) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * An injected issue.
     *
     * @param target the service that is reported
     * @param metric {@code latency} or {@code availability}
     * @param cause the service where the issue was injected
     */
    record Issue(String name, List<Map<String, Point>> windows, String target, String metric, String cause) {}

    static boolean isComplete(Path folder) {
        return Files.exists(folder.resolve("noissue/metrics.csv"));
    }

    static Scenario read(Path folder) {
        List<Issue> issues = new ArrayList<>();
        for (String split : List.of("train", "test")) {
            for (Path issue : folders(folder.resolve(split))) {
                issues.add(issue(split, issue));
            }
        }
        return new Scenario(
                String.valueOf(folder.getFileName()),
                graph(folder.resolve("graph.csv")),
                MetricsFile.read(folder.resolve("noissue/metrics.csv")),
                issues);
    }

    private static Issue issue(String split, Path folder) {
        JsonNode target = json(folder.resolve("target.json"));
        return new Issue(
                split + "/" + folder.getFileName(),
                MetricsFile.read(folder.resolve("metrics.csv")),
                target.at("/target/node").asText(),
                target.at("/target/metric").asText(),
                target.at("/root_cause/node").asText());
    }

    /** An adjacency matrix: a cell is not 0 if the service of the line calls that of the column. */
    private static Map<String, List<String>> graph(Path file) {
        List<List<String>> lines = MetricsFile.lines(file);
        Map<String, List<String>> calls = new LinkedHashMap<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            List<String> called = new ArrayList<>();
            for (int i = 1; i < line.size(); i++) {
                if (!line.get(i).isEmpty() && Double.parseDouble(line.get(i)) != 0) {
                    called.add(lines.getFirst().get(i));
                }
            }
            calls.put(line.getFirst(), called);
        }
        return calls;
    }

    /** Sorted by name, so that each run has the same order. */
    static List<Path> folders(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
