package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why something is not as usual.
 *
 * @param share the share of the shift that it explains, from 0 to 1
 * @param part the part of the requests' time that the share is of; null if several
 * @param culprit what to look at: a statement, a pid, a pool, a prefix, an endpoint, a host
 * @param text the cause with its figures, without a full stop
 * @param action a safe next step
 * @param because why the culprit is so, if it is an endpoint of another service
 */
public record Cause(
        Kind kind, double share, @Nullable Part part, String culprit, String text, String action, List<Cause> because) {
    public Cause {
        because = List.copyOf(because);
    }

    Cause(Kind kind, double share, @Nullable Part part, String culprit, String text, String action) {
        this(kind, share, part, culprit, text, action, List.of());
    }

    Cause withShare(double other) {
        return new Cause(kind, other, part, culprit, text, action, because);
    }

    /** The cause at the end of the chain of services. */
    public Cause root() {
        return because.isEmpty() ? this : because.getFirst().root();
    }
}
