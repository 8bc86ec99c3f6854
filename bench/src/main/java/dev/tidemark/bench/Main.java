package dev.tidemark.bench;

import dev.tidemark.bench.engine.EngineBench;
import dev.tidemark.bench.filter.FilterBench;
import dev.tidemark.bench.filter.RedactionBench;
import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.petshop.PetShopBench;
import dev.tidemark.bench.query.CollectorBench;
import dev.tidemark.bench.query.QueryBench;
import dev.tidemark.bench.sketch.SketchBench;
import dev.tidemark.bench.storage.PipelineBench;
import dev.tidemark.bench.storage.SinkBench;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Runs one benchmark, or all of them but {@value #ROUTES}, {@value #PATH}, {@value #SERVLET} and {@value #CALLS}, which are parts of others,
 * and {@value #PETSHOP}, which needs a folder with its data, and prints a line {@code ratio NAME VALUE goal OP BOUND} for each figure.
 */
public final class Main {
    private static final String ROUTES = "routes";
    private static final String PATH = "path";
    private static final String SERVLET = "servlet";
    private static final String CALLS = "calls";
    private static final String PETSHOP = "petshop";
    private static final Set<String> PARTS = Set.of(ROUTES, PATH, SERVLET, CALLS);
    private static final Map<String, Supplier<List<Ratio>>> BENCHMARKS = new LinkedHashMap<>();

    static {
        BENCHMARKS.put("sketch", () -> new SketchBench().run());
        BENCHMARKS.put("engine", () -> new EngineBench().run());
        BENCHMARKS.put(ROUTES, () -> new EngineBench().runRoutes());
        BENCHMARKS.put("filter", () -> new FilterBench().run());
        BENCHMARKS.put(PATH, () -> new FilterBench().runPath());
        BENCHMARKS.put(SERVLET, () -> new FilterBench().runEndToEnd());
        BENCHMARKS.put(CALLS, () -> new FilterBench().runEndToEndWithCalls());
        BENCHMARKS.put("redaction", () -> new RedactionBench().run());
        BENCHMARKS.put("sink", () -> new SinkBench().run());
        BENCHMARKS.put("pipeline", () -> new PipelineBench().run());
        BENCHMARKS.put("query", () -> new QueryBench().run());
        BENCHMARKS.put("collector", () -> new CollectorBench().run());
    }

    private Main() {}

    public static void main(String[] args) {
        if (args.length == 2 && args[0].equals(PETSHOP)) {
            print(new PetShopBench(Path.of(args[1])).run());
            return;
        }
        if (args.length > 1 || (args.length == 1 && !BENCHMARKS.containsKey(args[0]))) {
            System.err.println("bench " + String.join(" ", args) + ": expected at most one of " + BENCHMARKS.keySet()
                    + ", or " + PETSHOP + " and the folder of its data");
            System.exit(2);
        }
        BENCHMARKS.forEach((name, benchmark) -> {
            if (args.length == 0 ? !PARTS.contains(name) : args[0].equals(name)) {
                print(benchmark.get());
            }
        });
    }

    private static void print(List<Ratio> ratios) {
        ratios.forEach(ratio -> System.out.println(ratio.line()));
    }
}
