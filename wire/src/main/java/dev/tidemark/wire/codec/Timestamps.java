package dev.tidemark.wire.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** RFC 3339 timestamps in UTC with microseconds, such as {@code 2026-11-21T09:40:34.123456Z}. */
public final class Timestamps {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long MICROS = 1_000_000;

    private Timestamps() {}

    /** {@code micros} since the epoch, written out. */
    public static String format(long micros) {
        return FORM.format(toInstant(micros));
    }

    /**
     * Microseconds since the epoch of an RFC 3339 timestamp with any offset; what is finer than a microsecond is cut off.
     *
     * @throws MalformedEventException if it is not such a timestamp, or outside of the years 1 to 9999
     */
    public static long parse(String field, String text) throws MalformedEventException {
        try {
            Instant instant = Instant.parse(text);
            long seconds = instant.getEpochSecond();
            if (seconds >= -62_135_596_800L && seconds < 253_402_300_800L) {
                return seconds * MICROS + instant.getNano() / 1000;
            }
        } catch (DateTimeException e) {
            // Told below, in the words of the contract.
        }
        throw new MalformedEventException(field + " \"" + JsonFields.shorten(text)
                + "\": expected RFC 3339, such as 2026-11-21T09:40:34.123456Z");
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
    }

    /** Microseconds since the epoch; what is finer is cut off. */
    public static long toMicros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1000);
    }
}
