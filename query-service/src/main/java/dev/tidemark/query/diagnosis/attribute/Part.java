package dev.tidemark.query.diagnosis.attribute;

import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.parts.PartTotals;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Where the time of a request goes. The parts of a request add up to its duration. */
public enum Part {
    DB("db", "SQL statements", CallKind.DB, PartTotals::dbMicros),
    POOL_WAIT("pool_wait", "waiting for a pooled connection", CallKind.POOL, PartTotals::poolWaitMicros),
    REDIS("redis", "Redis commands", CallKind.REDIS, PartTotals::redisMicros),
    HTTP("http", "calls of other services", CallKind.HTTP, PartTotals::httpMicros),
    APPLICATION("application", "the application itself", null, PartTotals::applicationMicros);

    private final String label;
    private final String text;
    private final @Nullable CallKind kind;
    private final ToLongFunction<PartTotals> micros;

    Part(String label, String text, @Nullable CallKind kind, ToLongFunction<PartTotals> micros) {
        this.label = label;
        this.text = text;
        this.kind = kind;
        this.micros = micros;
    }

    /** The name in the API. */
    public String label() {
        return label;
    }

    /** In words. */
    public String text() {
        return text;
    }

    /** Its time in milliseconds, of a measured request; 0 if none was measured. */
    double millis(PartTotals totals) {
        return totals.measured() == 0 ? 0 : micros.applyAsLong(totals) / 1000.0 / totals.measured();
    }

    /** Whether calls of this kind are its time. */
    boolean isOf(String kindOfCall) {
        return kind != null && kind.wireName().equals(kindOfCall);
    }
}
