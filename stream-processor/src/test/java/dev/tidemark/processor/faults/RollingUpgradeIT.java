package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances of an earlier version beside instances of this one, with the same application id, under traffic. */
@Tag("faults")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RollingUpgradeIT {
    private static final Duration SIDE_BY_SIDE = Duration.ofSeconds(8);

    private static final String MALFORMED_DELTAS = "deltas_malformed_total";
    /** The line of {@code ThreadReplacement} is turned off in tests, because many threads die on purpose; Kafka's own lines are not. */
    private static final String TOLD = "NewerFormException: delta of version 2; this one reads version 1";

    private static Path earlier = Path.of("");

    @TempDir
    Path folder;

    @BeforeAll
    static void build() throws Exception {
        earlier = EarlierVersion.FIRST.jar();
    }

    /** One after the other is replaced, in place, keeping its state; then back again, and forward again, now with kills. */
    @Test
    void oneAfterTheOther_andBack_isExact_andLowersNoWindow() throws Exception {
        try (Scenario scenario = Scenario.on("u. rolling upgrade, downgrade, upgrade, two instances", folder);
                Traffic traffic = scenario.traffic(TrafficGenerator.withoutStreamsAndParts(42))) {
            Processor one = scenario.processor("one", earlier).start();
            traffic.begin(400);
            scenario.awaitCounted(800);
            Processor two = scenario.processor("two", earlier).start();
            sideBySide(scenario);

            one.stop();
            one = replaced(scenario, scenario.processor("one"));
            two.stop();
            two = replaced(scenario, scenario.processor("two"));
            one.stop();
            one = replaced(scenario, scenario.processor("one", earlier));
            two.kill();
            two = replaced(scenario, scenario.processor("two", earlier));
            two.kill();
            two = replaced(scenario, scenario.processor("two"));
            one.kill();
            replaced(scenario, scenario.processor("one"));
            traffic.end();

            scenario.assertExact();
            assertThat(LoweredWindows.in(scenario.bootstrapServers)).isEmpty();
        }
    }

    /**
     * The new instance loses its state, so it restores windows of the earlier version from the changelogs, and the other way round. It was
     * killed before it had published all windows it had stored; the earlier version does not know that, so the last upgrade does it.
     */
    @Test
    void withoutTheirState_isExact() throws Exception {
        try (Scenario scenario = Scenario.on("u. upgrade and downgrade, state restored from changelogs", folder);
                Traffic traffic = scenario.traffic(TrafficGenerator.withoutStreamsAndParts(42))) {
            Processor one = scenario.processor("one", earlier).start();
            traffic.begin(400);
            scenario.awaitCounted(800);
            one.kill();
            one.loseState();
            Processor upgraded = replaced(scenario, scenario.processor("one"));
            upgraded.kill();
            upgraded.loseState();
            Processor downgraded = replaced(scenario, scenario.processor("one", earlier));
            downgraded.kill();
            downgraded.loseState();
            replaced(scenario, scenario.processor("one"));
            traffic.end();

            scenario.assertExact();
            assertThat(LoweredWindows.in(scenario.bootstrapServers)).isEmpty();
        }
    }

    /** Negative control: the new instance writes deltas in a form that the earlier one does not know, and takes for malformed. */
    @Test
    void newForms_areDetected() throws Exception {
        try (Scenario scenario = Scenario.on("u. control: the new version writes deltas in a new form", folder);
                Traffic traffic = scenario.traffic(TrafficGenerator.withoutStreamsAndParts(42))
                        .withoutCalls()) {
            scenario.processor("one", earlier).start();
            traffic.begin(400);
            scenario.awaitCounted(800);
            Processor newer = scenario.faulty("two", Mechanism.FORMS_KEPT).start();
            Scenario.await("deltas that were taken for malformed", () -> scenario.counter(MALFORMED_DELTAS) > 0);
            scenario.fault();
            newer.kill();
            traffic.end();

            scenario.assertViolated("windows with a wrong count");
        }
    }

    /** Only the first stage of the newer one works: nobody here reads its deltas. */
    @Test
    void newerForms_stopThisVersion_whichSaysSo_andDropsNothing() throws Exception {
        String title = "u. this version meets deltas of a newer form";
        try (Scenario scenario = Scenario.on(title, folder);
                Traffic traffic = scenario.traffic(TrafficGenerator.withoutStreamsAndParts(42))) {
            Processor newer = scenario.faulty("newer", Mechanism.FORMS_KEPT).start();
            traffic.begin(400);
            Scenario.await("the newer one to write deltas", () -> newer.log().contains(TOLD));
            Processor one = scenario.processor("one").start();
            Scenario.await("this version to meet them", () -> one.log().contains(TOLD));
            traffic.end();

            assertThat(one.child().isAlive()).isTrue();
            assertThat(scenario.counter(MALFORMED_DELTAS)).isZero();
            // The sink does not depend on the topology.
            int produced = scenario.ledger.expected().rows().size();
            Scenario.await("all raw rows", () -> scenario.stored() == produced);
            new Row(title, 0, scenario.ledger.produced(), produced, 0, 0, 0, "stopped, as expected").write();
        }
    }

    /** Filters may be newer than all processors: what these do not know, they ignore. */
    @Test
    void requestsWithParts_beforeTheUpgrade_areAllCounted_andMeasuredAfterIt() throws Exception {
        try (Scenario scenario = Scenario.on("u. requests with parts, before and after the upgrade", folder);
                Traffic traffic = scenario.traffic(TrafficGenerator.withoutStreams(42))) {
            Processor one = scenario.processor("one", earlier).start();
            traffic.begin(400);
            scenario.awaitCounted(800);
            assertThat(measured(scenario)).isZero();
            one.stop();
            replaced(scenario, scenario.processor("one"));
            Scenario.await("windows with parts", () -> measured(scenario) > 400);
            traffic.end();

            scenario.assertExactButForParts();
            assertThat(LoweredWindows.in(scenario.bootstrapServers)).isEmpty();
        }
    }

    /** A downgrade that is not possible any more: the version before finds windows with parts, which it cannot read. */
    @Test
    void windowsWithParts_stopTheVersionBefore_whichSaysSo_andDropsNothing() throws Exception {
        Path before = EarlierVersion.BEFORE_PARTS.jar();
        try (Scenario scenario = Scenario.on("u. the version before parts meets windows with parts", folder);
                Traffic traffic = scenario.traffic()) {
            Processor newer = scenario.processor("one").start();
            traffic.begin(400);
            scenario.awaitCounted(800);
            newer.stop();
            scenario.fault();
            Processor older = scenario.processor("one", before).start();
            Scenario.await(
                    "the version before to meet windows with parts",
                    () -> older.log().contains("NewerFormException: aggregate of version 3; this one reads version 2"));
            assertThat(older.child().isAlive()).isTrue();
            older.stop();
            replaced(scenario, scenario.processor("one"));
            traffic.end();

            scenario.assertExactButForParts();
            assertThat(scenario.counter(MALFORMED_DELTAS)).isZero();
            assertThat(LoweredWindows.in(scenario.bootstrapServers)).isEmpty();
        }
    }

    private static long measured(Scenario scenario) {
        return scenario.database.number("SELECT coalesce(sum(measured), 0)::bigint FROM rollup_10s");
    }

    private static Processor replaced(Scenario scenario, Processor processor) {
        scenario.fault();
        processor.start();
        sideBySide(scenario);
        return processor;
    }

    private static void sideBySide(Scenario scenario) {
        scenario.awaitCounted(400);
        Scenario.letPass(SIDE_BY_SIDE);
    }
}
