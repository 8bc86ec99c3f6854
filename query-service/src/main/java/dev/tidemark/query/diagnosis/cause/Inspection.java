package dev.tidemark.query.diagnosis.cause;

import java.util.Optional;

/** Looks for one kind of cause. Implementations are pure and quick; what they need has been read. */
public interface Inspection {
    /** What it looks for, in a list of what was ruled out: "a chain of locks". */
    String subject();

    /** Whether the data that it needs is there. */
    boolean canTell(Shift shift, Evidence evidence);

    /** The cause, if it is of this kind. */
    Optional<Cause> inspect(Shift shift, Evidence evidence);
}
