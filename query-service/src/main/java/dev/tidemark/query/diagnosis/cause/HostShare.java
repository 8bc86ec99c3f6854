package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.attribute.PartShift;
import java.util.Arrays;

/** What a machine that is short of something explains: the time of the application itself, and that calls take longer. */
final class HostShare {
    private static final double NOTICEABLE = 0.05;

    private HostShare() {}

    /**
     * The share, from 0 to 1: the application's own time; and, where at least two other parts take longer by a twentieth of the shift each,
     * which one slow backend does not do, their time, too.
     */
    static double of(Shift shift) {
        Attribution attribution = shift.attribution();
        double own = shift.share(Part.APPLICATION);
        if (attribution == null || !shift.isSlow()) {
            return own;
        }
        double[] slower = attribution.parts().stream()
                .filter(part -> part.part() != Part.APPLICATION)
                .mapToDouble(HostShare::slowerShare)
                .filter(share -> share > NOTICEABLE)
                .toArray();
        return Math.min(1, slower.length < 2 ? own : own + Arrays.stream(slower).sum());
    }

    private static double slowerShare(PartShift part) {
        return part.operations().stream()
                .mapToDouble(OperationShift::slowerCallsShare)
                .sum();
    }
}
