package dev.tidemark.bench.petshop;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.petshop.Scenario.Issue;
import dev.tidemark.query.diagnosis.detect.Deviation;
import dev.tidemark.query.diagnosis.detect.Deviation.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs the diagnosis over the PetShop data set (amazon-science/petshop-root-cause-analysis, CC-BY-4.0), read from a folder: how often the
 * service in which an issue was injected is named first, and how many of the spans without an issue are quiet. A scenario without its quiet windows is left
 * out.
 */
public final class PetShopBench {
    private static final String LATENCY = "latency";
    private static final double TOP = 0.8;
    private static final double QUIET = 0.95;
    private static final int FIRST = 1;
    private static final int MOST = 3;
    /** As many windows as an issue has. */
    private static final int LENGTH = 5;
    /** A question to the diagnosis is about at most a day of windows of five minutes. */
    private static final int DAY = 288;
    /** Rules are tuned on this scenario; the other one is held out. */
    private static final String TUNING = "low_traffic";

    private final Path folder;

    /** @param folder the folder of the data set, or its {@code dataset} */
    public PetShopBench(Path folder) {
        Path inner = folder.resolve("dataset");
        this.folder = inner.toFile().isDirectory() ? inner : folder;
    }

    /** Hits of tries, by what they are about. */
    private static final class Tally {
        private final Map<String, int[]> counts = new TreeMap<>();

        void add(boolean isHit, String... names) {
            for (String name : names) {
                int[] count = counts.computeIfAbsent(name, none -> new int[2]);
                count[0] += isHit ? 1 : 0;
                count[1]++;
            }
        }

        List<Ratio> ratios() {
            List<Ratio> ratios = new ArrayList<>();
            counts.forEach((name, count) -> ratios.add(new Ratio(
                    "petshop_" + name,
                    (double) count[0] / count[1],
                    Ratio.Goal.AT_LEAST,
                    name.startsWith("quiet") ? QUIET : TOP)));
            return ratios;
        }
    }

    public List<Ratio> run() {
        Tally tally = new Tally();
        for (Path path : Scenario.folders(folder)) {
            if (Scenario.isComplete(path)) {
                Scenario scenario = Scenario.read(path);
                scenario.issues().forEach(issue -> issue(tally, scenario, issue));
                new TreeSet<>(scenario.issues().stream().map(Issue::target).toList())
                        .forEach(target -> quiet(tally, scenario, target));
            }
        }
        return tally.ratios();
    }

    private static String half(Scenario scenario) {
        return scenario.name().equals(TUNING) ? "tuning" : "heldout";
    }

    private static void issue(Tally tally, Scenario scenario, Issue issue) {
        List<String> culprits = culprits(scenario, issue);
        for (int top : new int[] {FIRST, MOST}) {
            boolean isHit = culprits.stream().limit(top).anyMatch(issue.cause()::equals);
            String name = "top" + top;
            tally.add(isHit, name, name + "_" + half(scenario), name + "_" + scenario.name() + "_" + issue.metric());
        }
        if (!culprits.stream().limit(FIRST).toList().contains(issue.cause())) {
            System.out.println("missed " + scenario.name() + "/" + issue.name() + " (" + issue.metric() + " of "
                    + issue.target() + "): expected " + issue.cause() + ", but the diagnosis says "
                    + (culprits.isEmpty() ? "nothing" : String.join(" < ", culprits)));
        }
    }

    private static List<String> culprits(Scenario scenario, Issue issue) {
        Question question = new Question(
                new Application(scenario.calls(), Question.recent(scenario.quiet())),
                issue.target(),
                scenario.quiet(),
                issue.windows());
        return question.deviations().stream()
                .filter(deviation -> isOf(issue.metric(), deviation))
                .findFirst()
                .map(question::culprits)
                .orElse(List.of());
    }

    private static boolean isOf(String metric, Deviation deviation) {
        return deviation.kind() == (metric.equals(LATENCY) ? Kind.SLOW : Kind.FAILING);
    }

    /**
     * Spans as long as an issue, one after the other, each with its history; and the spans of the published evaluation, which go from one of six windows
     * to the end.
     */
    private static void quiet(Tally tally, Scenario scenario, String target) {
        List<Map<String, Point>> windows = scenario.quiet();
        int history = Question.recent(windows).size();
        for (int from = history; from + LENGTH <= windows.size(); from += LENGTH) {
            quiet(tally, scenario, target, from, from + LENGTH, "quiet");
        }
        for (int from = windows.size() / 2; from < windows.size() - 3; from += windows.size() / 10) {
            quiet(tally, scenario, target, from, Math.min(windows.size(), from + DAY), "quiet_published");
        }
    }

    private static void quiet(Tally tally, Scenario scenario, String target, int from, int to, String name) {
        List<Map<String, Point>> before = scenario.quiet().subList(0, from);
        Question question = new Question(
                new Application(scenario.calls(), Question.recent(before)),
                target,
                before,
                scenario.quiet().subList(from, to));
        List<Deviation> deviations = question.deviations();
        for (String metric : List.of(LATENCY, "availability")) {
            List<Deviation> found = deviations.stream()
                    .filter(deviation -> isOf(metric, deviation))
                    .toList();
            tally.add(found.isEmpty(), name, name + "_" + half(scenario), name + "_" + scenario.name() + "_" + metric);
            found.forEach(
                    deviation -> System.out.println("not quiet " + scenario.name() + " windows " + from + " to " + to
                            + " (" + metric + " of " + target + "): the diagnosis says "
                            + String.join(" < ", question.culprits(deviation))));
        }
    }
}
