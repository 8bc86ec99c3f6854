package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Threads that wait for one another for ever. Threshold: one.
 */
@Singleton
final class JvmDeadlockInspection implements Inspection {
    private static final double SHARE = 0.6;

    @Override
    public String subject() {
        return "deadlocked threads";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.ofService(shift.service(), "jvm_deadlocked_threads")
                .findAny()
                .isPresent();
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        return evidence.ofService(shift.service(), "jvm_deadlocked_threads")
                .filter(gauge -> gauge.max() >= 1 && gauge.max() > gauge.beforeOr(0))
                .findFirst()
                .map(gauge -> new Cause(
                        Kind.JVM_DEADLOCK,
                        shift.isSlow() ? shift.share(Part.APPLICATION) : SHARE,
                        shift.isSlow() ? Part.APPLICATION : null,
                        "the JVM " + gauge.instance(),
                        Words.number(gauge.max()) + " threads of " + gauge.instance()
                                + " wait for one another for ever",
                        "take a thread dump (jcmd PID Thread.print), then restart the instance"));
    }
}
