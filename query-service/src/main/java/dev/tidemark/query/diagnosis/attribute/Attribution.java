package dev.tidemark.query.diagnosis.attribute;

import dev.tidemark.query.diagnosis.attribute.Side.CallSums;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The shift of the mean latency, split exactly: by part, and each part by operation. It is that of the measured requests, so that it adds
 * up whatever share of them was measured.
 *
 * <p>Calls that overlap are counted once in a part, but each with its own time in the calls. So the times of calls are scaled to the part
 * on each side, before and after; what a part has beyond its calls is shown as not explained by calls.
 *
 * @param beforeMillis the mean before
 * @param parts the largest first
 * @param isScaled whether calls overlapped, so that their times were scaled
 */
public record Attribution(
        double beforeMillis, double afterMillis, double deltaMillis, List<PartShift> parts, boolean isScaled) {
    /** The operations of a part that are named. */
    static final int MOST = 20;

    public Attribution {
        parts = List.copyOf(parts);
    }

    /** Splits the shift between two sides, both with measured requests. */
    public static Attribution of(Side before, Side after) {
        double delta = 0;
        for (Part part : Part.values()) {
            delta += part.millis(after.totals()) - part.millis(before.totals());
        }
        List<PartShift> parts = new ArrayList<>();
        boolean scaled = false;
        for (Part part : Part.values()) {
            PartCalls old = PartCalls.of(part, before);
            PartCalls young = PartCalls.of(part, after);
            scaled |= young.isScaled() || old.isScaled();
            double shift = young.partMillis() - old.partMillis();
            parts.add(new PartShift(
                    part,
                    old.partMillis(),
                    young.partMillis(),
                    shift,
                    share(shift, delta),
                    part == Part.APPLICATION ? List.of() : operations(part, old, young, delta)));
        }
        parts.sort(Comparator.comparingDouble(PartShift::deltaMillis).reversed());
        return new Attribution(mean(before), mean(after), delta, parts, scaled);
    }

    private static double mean(Side side) {
        double sum = 0;
        for (Part part : Part.values()) {
            sum += part.millis(side.totals());
        }
        return sum;
    }

    /** The shift of {@code part}. */
    public PartShift of(Part part) {
        return parts.stream().filter(each -> each.part() == part).findFirst().orElseThrow();
    }

    /** All named operations of all parts, the largest of each part first. */
    public Stream<OperationShift> operations() {
        return parts.stream().flatMap(part -> part.operations().stream()).filter(OperationShift::isNamed);
    }

    private static List<OperationShift> operations(Part part, PartCalls before, PartCalls after, double delta) {
        Set<Operation> names = new HashSet<>(before.calls().keySet());
        names.addAll(after.calls().keySet());
        List<OperationShift> shifts = new ArrayList<>();
        for (Operation name : names) {
            shifts.add(shift(name, before, after, delta));
        }
        shifts.sort(Comparator.comparingDouble((OperationShift shift) -> Math.abs(shift.deltaMillis()))
                .reversed()
                .thenComparing(shift -> shift.operation().target())
                .thenComparing(shift -> shift.operation().name()));
        List<OperationShift> answer = new ArrayList<>(shifts.subList(0, Math.min(MOST, shifts.size())));
        if (shifts.size() > MOST) {
            answer.add(sum(
                    new Operation(part.label(), "", OperationShift.OTHER), shifts.subList(MOST, shifts.size()), delta));
        }
        double rest = after.restMillis() - before.restMillis();
        if (Math.abs(rest) > 1e-9) {
            answer.add(new OperationShift(
                    new Operation(part.label(), "", OperationShift.UNEXPLAINED),
                    rest,
                    0,
                    rest,
                    share(rest, delta),
                    0,
                    0,
                    0,
                    0,
                    CallSums.NONE,
                    CallSums.NONE));
        }
        return answer;
    }

    private static OperationShift shift(Operation name, PartCalls before, PartCalls after, double delta) {
        double callsBefore = before.perRequest(name);
        double callsAfter = after.perRequest(name);
        double scaledBefore = before.scaledMillis(name);
        double scaledAfter = after.scaledMillis(name);
        // Of calls that were not made before, nothing is slower.
        double timeBefore = callsBefore == 0 ? scaledAfter : scaledBefore;
        double timeAfter = callsAfter == 0 ? scaledBefore : scaledAfter;
        double more = (callsAfter - callsBefore) * (timeBefore + timeAfter) / 2;
        double slower = (timeAfter - timeBefore) * (callsBefore + callsAfter) / 2;
        return new OperationShift(
                name,
                more + slower,
                more,
                slower,
                share(more + slower, delta),
                callsBefore,
                callsAfter,
                before.millis(name),
                after.millis(name),
                before.sums(name),
                after.sums(name));
    }

    private static OperationShift sum(Operation name, List<OperationShift> shifts, double delta) {
        double more =
                shifts.stream().mapToDouble(OperationShift::moreCallsMillis).sum();
        double slower =
                shifts.stream().mapToDouble(OperationShift::slowerCallsMillis).sum();
        return new OperationShift(
                name,
                more + slower,
                more,
                slower,
                share(more + slower, delta),
                shifts.stream().mapToDouble(OperationShift::callsBefore).sum(),
                shifts.stream().mapToDouble(OperationShift::callsAfter).sum(),
                0,
                0,
                CallSums.NONE,
                CallSums.NONE);
    }

    private static double share(double shift, double delta) {
        return delta == 0 ? 0 : shift / delta;
    }
}
