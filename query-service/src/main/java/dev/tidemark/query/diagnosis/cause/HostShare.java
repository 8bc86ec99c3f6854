package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.attribute.PartShift;

/** What a machine that is short of something explains: the time of the application itself, and that calls take longer. */
final class HostShare {
    private HostShare() {}

    /**
     * The share, from 0 to 1: the application's own time; and, where at least two other parts take longer, which one slow backend does not
     * do, their time, too.
     */
    static double of(Shift shift) {
        Attribution attribution = shift.attribution();
        double own = shift.share(Part.APPLICATION);
        if (attribution == null || own <= 0) {
            return Math.max(0, own);
        }
        long slower = attribution.parts().stream()
                .filter(part -> part.part() != Part.APPLICATION && slowerShare(part) > 0.05)
                .count();
        double others = slower < 2
                ? 0
                : attribution.parts().stream()
                        .filter(part -> part.part() != Part.APPLICATION)
                        .mapToDouble(HostShare::slowerShare)
                        .filter(share -> share > 0)
                        .sum();
        return Math.min(1, own + others);
    }

    private static double slowerShare(PartShift part) {
        return part.operations().stream()
                .mapToDouble(OperationShift::slowerCallsShare)
                .sum();
    }
}
