package dev.tidemark.embedded.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The main class behind {@code ./tidemark drill}: turns the demo's faults on in a running system, one after the other, and notes when the
 * verdict says that something is wrong, and when it names the cause. Before each fault it watches a quiet time, in which the verdict
 * should say nothing. Prints a table, and exits with 1 if a fault was not named or a verdict was false.
 *
 * <p>The arguments: the project's folder, the data folder, the address of the query service, the quiet time in seconds, and the names of
 * the faults.
 */
public final class Drill {
    private static final Duration POLL = Duration.ofMillis(500);
    /** How long a verdict may take to be ok again after a fault. */
    private static final Duration CALM = Duration.ofMinutes(5);
    /** So long it has to be ok before the quiet time begins. */
    private static final Duration SETTLED = Duration.ofSeconds(10);
    /** How long a fault stays on if it is not named. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int FIRST_NAME = 4;
    private static final String HEADER = "%-18s %9s %9s %6s  %s%n";

    private final Path root;
    private final Path data;
    private final Verdicts verdicts;
    private final Duration quiet;

    private Drill(Path root, Path data, String queryService, Duration quiet) {
        this.root = root;
        this.data = data;
        this.verdicts = new Verdicts(queryService);
        this.quiet = quiet;
    }

    /**
     * What became of one fault.
     *
     * @param detected how long it took until the verdict was no longer ok; null if it stayed ok
     * @param named how long it took until it named the cause; null if it did not
     * @param falseVerdicts how often it was not ok in the quiet time before
     * @param said the last verdict
     */
    private record Outcome(
            DrillFault fault,
            @Nullable Duration detected,
            @Nullable Duration named,
            int falseVerdicts,
            String said) {
        boolean isGood() {
            return named != null && falseVerdicts == 0;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Drill drill = new Drill(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                arguments[2],
                Duration.ofSeconds(Long.parseLong(arguments[3])));
        List<DrillFault> faults =
                Arrays.stream(arguments).skip(FIRST_NAME).map(DrillFault::named).toList();
        System.exit(drill.run(faults.isEmpty() ? List.of(DrillFault.values()) : faults) ? 0 : 1);
    }

    private boolean run(List<DrillFault> faults) throws IOException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        System.out.printf(Locale.ROOT, HEADER, "fault", "detected", "named", "false", "the verdict");
        for (DrillFault fault : faults) {
            Outcome outcome = run(fault);
            outcomes.add(outcome);
            System.out.printf(
                    Locale.ROOT,
                    HEADER,
                    fault.id(),
                    seconds(outcome.detected),
                    seconds(outcome.named),
                    outcome.falseVerdicts,
                    outcome.said);
        }
        System.out.printf(
                Locale.ROOT,
                "%n%d of %d faults named, %d false verdicts in %d s of quiet time%n",
                outcomes.stream().filter(outcome -> outcome.named != null).count(),
                outcomes.size(),
                outcomes.stream().mapToInt(Outcome::falseVerdicts).sum(),
                quiet.toSeconds() * outcomes.size());
        return outcomes.stream().allMatch(Outcome::isGood);
    }

    private Outcome run(DrillFault fault) throws IOException, InterruptedException {
        awaitCalm();
        int falseVerdicts = falseVerdicts();
        long begin = System.nanoTime();
        switchFault(fault.id());
        @Nullable Duration detected = null;
        @Nullable Duration named = null;
        Verdicts.Verdict said = verdicts.now();
        while (named == null && System.nanoTime() - begin < PATIENCE.toNanos()) {
            Verdicts.Verdict verdict = verdicts.now();
            if (verdict.isBad()) {
                said = verdict;
                Duration after = Duration.ofNanos(System.nanoTime() - begin);
                detected = detected == null ? after : detected;
                named = fault.isNamedBy(verdict.text()) ? after : null;
            }
            Thread.sleep(POLL);
        }
        switchFault("clear");
        return new Outcome(fault, detected, named, falseVerdicts, said.text());
    }

    private void awaitCalm() throws InterruptedException {
        long end = System.nanoTime() + CALM.toNanos();
        long calmSince = System.nanoTime();
        while (System.nanoTime() - calmSince < SETTLED.toNanos() && System.nanoTime() < end) {
            if (verdicts.now().isBad()) {
                calmSince = System.nanoTime();
            }
            Thread.sleep(POLL);
        }
    }

    /** How often the verdict turned bad in the quiet time. */
    private int falseVerdicts() throws InterruptedException {
        int turns = 0;
        boolean wasBad = false;
        long end = System.nanoTime() + quiet.toNanos();
        while (System.nanoTime() < end) {
            boolean isBad = verdicts.now().isBad();
            turns += isBad && !wasBad ? 1 : 0;
            wasBad = isBad;
            Thread.sleep(POLL);
        }
        return turns;
    }

    private void switchFault(String name) throws IOException, InterruptedException {
        Process script = new ProcessBuilder(
                        root.resolve("tidemark").toString(), "fault", name, "--data", data.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!script.waitFor(2, TimeUnit.MINUTES) || script.exitValue() != 0) {
            throw new LaunchException(output);
        }
    }

    private static String seconds(@Nullable Duration duration) {
        return duration == null ? "–" : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
