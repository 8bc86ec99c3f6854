package dev.tidemark.query.diagnosis.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.query.diagnosis.attribute.Side.CallSums;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import dev.tidemark.wire.parts.PartTotals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttributionTest {
    private static final Operation SELECT = new Operation("db", "shop", "SELECT * FROM product WHERE id = ?");
    private static final Operation ORDERS = new Operation("db", "shop", "SELECT * FROM orders WHERE id = ?");

    /** So many requests of {@code millis}, of which the statements take {@code db}. */
    private static Side side(long requests, double millis, double db, Map<Operation, CallSums> calls) {
        long micros = Math.round(requests * millis * 1000);
        return new Side(
                requests,
                micros,
                new PartTotals(requests, micros, Math.round(requests * db * 1000), 0, 0, 0, 0, 0, 0),
                calls);
    }

    private static CallSums calls(double count, double millis) {
        return new CallSums(count, 0, count * millis * 1000, 0, 0);
    }

    @Test
    void statement_thatTakesLonger_isSlowerCalls() {
        Attribution shift = Attribution.of(
                side(100, 10, 4, Map.of(SELECT, calls(200, 2))), side(50, 110, 104, Map.of(SELECT, calls(100, 52))));

        assertThat(shift.deltaMillis()).isEqualTo(100);
        OperationShift select = shift.of(Part.DB).operations().getFirst();
        assertThat(select.slowerCallsMillis()).isCloseTo(100, within(1e-9));
        assertThat(select.moreCallsMillis()).isZero();
        assertThat(select.slowerCallsShare()).isCloseTo(1, within(1e-9));
        assertThat(select.millisAfter()).isEqualTo(52);
    }

    @Test
    void statements_thatAreMore_areMoreCalls_andBothAreToldApart() {
        Attribution more = Attribution.of(
                side(100, 10, 2, Map.of(SELECT, calls(100, 2))), side(100, 48, 40, Map.of(SELECT, calls(2000, 2))));
        assertThat(more.of(Part.DB).operations().getFirst().moreCallsMillis()).isCloseTo(38, within(1e-9));

        Attribution both = Attribution.of(
                side(100, 10, 2, Map.of(SELECT, calls(100, 2))), side(100, 20, 12, Map.of(SELECT, calls(300, 4))));
        OperationShift select = both.of(Part.DB).operations().getFirst();
        // Δn·m̄ = 2·3 and n̄·Δm = 2·2.
        assertThat(select.moreCallsMillis()).isCloseTo(6, within(1e-9));
        assertThat(select.slowerCallsMillis()).isCloseTo(4, within(1e-9));
    }

    @Test
    void statement_thatIsNew_isMoreCalls_andOneThatIsGone_isFewer() {
        Attribution shift = Attribution.of(
                side(100, 10, 2, Map.of(SELECT, calls(100, 2))), side(100, 20, 12, Map.of(ORDERS, calls(100, 12))));
        assertThat(shift.operations().map(OperationShift::moreCallsMillis)).containsExactly(12.0, -2.0);
        assertThat(shift.operations().map(OperationShift::slowerCallsMillis)).containsOnly(0.0);
    }

    @Test
    void calls_thatOverlap_areScaledToTheirPart() {
        Attribution shift = Attribution.of(
                side(100, 10, 4, Map.of(SELECT, calls(100, 2), ORDERS, calls(100, 2))),
                side(100, 30, 20, Map.of(SELECT, calls(100, 20), ORDERS, calls(100, 20))));
        assertThat(shift.isScaled()).isTrue();
        assertThat(shift.operations().mapToDouble(OperationShift::deltaMillis).sum())
                .isCloseTo(16, within(1e-9));
        assertThat(shift.of(Part.DB).operations())
                .noneMatch(each -> each.operation().name().equals(OperationShift.UNEXPLAINED));
    }

    @Test
    void time_thatNoCallAccountsFor_isShown() {
        Attribution shift = Attribution.of(
                side(100, 10, 4, Map.of(SELECT, calls(100, 4))), side(100, 60, 54, Map.of(SELECT, calls(100, 14))));
        assertThat(shift.of(Part.DB).operations()).anySatisfy(each -> {
            assertThat(each.operation().name()).isEqualTo(OperationShift.UNEXPLAINED);
            assertThat(each.deltaMillis()).isCloseTo(40, within(1e-9));
            assertThat(each.share()).isCloseTo(0.8, within(1e-9));
        });
    }

    /** Whatever the sums are, each level adds up to the one above it. */
    @Test
    void shifts_addUpExactly() {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            Attribution shift = Attribution.of(random(random), random(random));
            double tolerance = 1e-9 * (Math.abs(shift.beforeMillis()) + Math.abs(shift.afterMillis()) + 1);
            assertThat(sum(shift.parts().stream().map(PartShift::deltaMillis).toList()))
                    .isCloseTo(shift.deltaMillis(), within(tolerance));
            assertThat(shift.afterMillis() - shift.beforeMillis()).isCloseTo(shift.deltaMillis(), within(tolerance));
            if (Math.abs(shift.deltaMillis()) > 1e-3) {
                assertThat(sum(shift.parts().stream().map(PartShift::share).toList()))
                        .isCloseTo(1, within(1e-6));
            }
            for (PartShift part : shift.parts()) {
                if (part.part() != Part.APPLICATION) {
                    assertThat(sum(part.operations().stream()
                                    .map(OperationShift::deltaMillis)
                                    .toList()))
                            .isCloseTo(part.deltaMillis(), within(tolerance));
                }
                for (OperationShift operation : part.operations()) {
                    assertThat(operation.moreCallsMillis() + operation.slowerCallsMillis())
                            .isCloseTo(operation.deltaMillis(), within(tolerance));
                }
            }
        }
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static Side random(Random random) {
        long requests = 1 + random.nextInt(1000);
        long[] micros = new long[5];
        long sum = 0;
        for (int i = 0; i < micros.length; i++) {
            micros[i] = random.nextInt(4) == 0 ? 0 : (long) (requests * Math.exp(12 * random.nextDouble()));
            sum += micros[i];
        }
        Map<Operation, CallSums> calls = new HashMap<>();
        for (String kind : List.of("db", "pool", "redis", "http")) {
            for (int i = random.nextInt(30); i > 0; i--) {
                long count = 1 + random.nextInt(5000);
                calls.put(
                        new Operation(kind, "target", "operation " + random.nextInt(60)),
                        calls(count, Math.exp(5 * random.nextGaussian())));
            }
        }
        return new Side(
                requests,
                sum,
                new PartTotals(requests, sum, micros[0], 0, micros[1], micros[2], 0, micros[3], 0),
                calls);
    }
}
