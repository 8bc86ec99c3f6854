package dev.tidemark.wire.codec;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** RFC 3339 timestamps in UTC with microseconds, such as {@code 2026-11-21T09:40:34.123456Z}. */
public final class Timestamps {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long MICROS = 1_000_000;

    /** The first microsecond of the year 1. */
    static final long MIN_MICROS = -62_135_596_800L * MICROS;

    /** The last microsecond of the year 9999. */
    static final long MAX_MICROS = 253_402_300_800L * MICROS - 1;

    /** From 1 March of the year 0 to the epoch. */
    private static final int DAYS_TO_EPOCH = 719_468;

    /** The length of a timestamp that {@link #format} wrote. */
    static final int FIXED_LENGTH = 27;

    /** The result of {@link #parseFixed} for every other form; no timestamp has this value. */
    static final long NOT_FIXED = Long.MIN_VALUE;

    private static final byte[] FIXED = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);

    private Timestamps() {}

    /** Formats {@code micros} since the epoch. Each rollup has two such texts, so those of four-digit years take a short way. */
    public static String format(long micros) {
        if (!isInRange(micros)) {
            return FORM.format(toInstant(micros));
        }
        long seconds = Math.floorDiv(micros, MICROS);
        int secondOfDay = (int) Math.floorMod(seconds, 86_400L);
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, 86_400L));
        byte[] text = FIXED.clone();
        put(text, 0, 4, date.getYear());
        put(text, 5, 2, date.getMonthValue());
        put(text, 8, 2, date.getDayOfMonth());
        put(text, 11, 2, secondOfDay / 3600);
        put(text, 14, 2, secondOfDay / 60 % 60);
        put(text, 17, 2, secondOfDay % 60);
        put(text, 20, 6, (int) Math.floorMod(micros, MICROS));
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static void put(byte[] text, int from, int digits, int value) {
        int rest = value;
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /**
     * Parses an RFC 3339 timestamp with any offset into microseconds since the epoch. Finer fractions are cut off.
     *
     * @throws MalformedEventException if the text is no such timestamp, or outside of the years 1 to 9999
     */
    public static long parse(String field, String text) throws MalformedEventException {
        if (text.length() == FIXED_LENGTH) {
            long micros = parseFixed(text.getBytes(StandardCharsets.US_ASCII), 0);
            if (micros != NOT_FIXED) {
                return micros;
            }
        }
        try {
            Instant instant = Instant.parse(text);
            long seconds = instant.getEpochSecond();
            if (seconds >= MIN_MICROS / MICROS && seconds <= MAX_MICROS / MICROS) {
                return seconds * MICROS + instant.getNano() / 1000;
            }
        } catch (DateTimeException e) {
            // Reported below.
        }
        throw new MalformedEventException(field + " \"" + JsonFields.shorten(text)
                + "\": expected RFC 3339, such as 2026-11-21T09:40:34.123456Z");
    }

    /**
     * Parses the timestamp at {@code from} if it has the form that {@link #format} writes; returns microseconds since
     * the epoch. For every other form, valid or not, returns {@link #NOT_FIXED}.
     */
    static long parseFixed(byte[] bytes, int from) {
        if (bytes.length - from < FIXED_LENGTH) {
            return NOT_FIXED;
        }
        for (int i = 0; i < FIXED_LENGTH; i++) {
            int distance = bytes[from + i] - FIXED[i];
            if (distance < 0 || distance > (FIXED[i] == '0' ? 9 : 0)) {
                return NOT_FIXED;
            }
        }
        int year = number(bytes, from, 4);
        int month = number(bytes, from + 5, 2);
        int day = number(bytes, from + 8, 2);
        int hour = number(bytes, from + 11, 2);
        int minute = number(bytes, from + 14, 2);
        int second = number(bytes, from + 17, 2);
        if (year < 1
                || month < 1
                || month > 12
                || day < 1
                || day > 28 && day > YearMonth.of(year, month).lengthOfMonth()) {
            return NOT_FIXED;
        }
        if (hour > 23 || minute > 59 || second > 59) {
            return NOT_FIXED;
        }
        long seconds = daysSinceEpoch(year, month, day) * 86_400L + hour * 3600 + minute * 60 + second;
        return seconds * MICROS + number(bytes, from + 20, 6);
    }

    private static int number(byte[] bytes, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            value = 10 * value + (bytes[i] - '0');
        }
        return value;
    }

    /** The days from 1 March of the year 0. A year that begins in March has the leap day at its end. */
    private static int daysSinceEpoch(int year, int month, int day) {
        int marchYear = month > 2 ? year : year - 1;
        int dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        return 365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - DAYS_TO_EPOCH;
    }

    static boolean isInRange(long micros) {
        return micros >= MIN_MICROS && micros <= MAX_MICROS;
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
    }

    /** Microseconds since the epoch; finer fractions are cut off. */
    public static long toMicros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1000);
    }
}
