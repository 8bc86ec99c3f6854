package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tidemark.wire.event.LogEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the time of a log line in every form that log encoders write: RFC 3339, dates with a space or without
 * separators, fractions after a comma, offsets without a colon, RFC 1123, and seconds, milliseconds, microseconds or
 * nanoseconds since the epoch.
 */
public final class LogTimes {
    /** Lines that arrive later than this are also found by the time of their arrival. */
    public static final long LATE_MICROS = 5 * 60 * 1_000_000L;

    /** Clocks differ a little; questions reach as far into the future. */
    static final long AHEAD_MICROS = 60 * 1_000_000L;

    /** Older lines come from a clock that was never set. */
    static final long OLDEST_MICROS = 7 * 24 * 3600 * 1_000_000L;

    private static final int MIN_CHARS = 3;
    private static final int MAX_CHARS = 80;
    private static final int MAX_OFFSET_SECONDS = 18 * 3600;
    private static final String OFFSET = " ?(Z|z|UTC|GMT|[+-]\\d{2}(?::?\\d{2}){0,2})?(?:\\[[^\\]]{1,40}\\])?";
    private static final Pattern DATE_FIRST = Pattern.compile("(\\d{4})[-/.]?(\\d{2})[-/.]?(\\d{2})[Tt ]?"
            + "(\\d{2}):?(\\d{2})(?::?(\\d{2})(?:[.,]?(\\d{1,12}))?)?" + OFFSET);
    private static final Pattern DAY_FIRST =
            Pattern.compile("(?:[A-Za-z]{3}, ?)?(\\d{1,2})[ /-]([A-Za-z]{3})[a-z]*[ /-](\\d{4})[ :]"
                    + "(\\d{2}):(\\d{2}):(\\d{2})(?:[.,](\\d{1,12}))?" + OFFSET);
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final Pattern NUMBER =
            Pattern.compile("\\d{9,19}(?:[.,]\\d{1,12})?|\\d(?:\\.\\d{1,20})?[eE]\\+?\\d{1,2}");
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    /** Seconds stay below this until the year 5138; milliseconds have been above it since 1973. */
    private static final BigDecimal FIRST_MILLIS = BigDecimal.valueOf(100_000_000_000L);

    private static final BigDecimal FIRST_MICROS = FIRST_MILLIS.multiply(THOUSAND);
    private static final BigDecimal FIRST_NANOS = FIRST_MICROS.multiply(THOUSAND);

    private LogTimes() {}

    /**
     * A time that was read.
     *
     * @param micros microseconds since the epoch
     * @param zoned whether the text determines the moment; a time without an offset is taken as UTC
     */
    record Read(long micros, boolean zoned) {}

    /** Whether a line logged at {@code micros} arrived late at the broker. */
    public static boolean isLate(long micros, long receivedMillis) {
        return receivedMillis > 0 && receivedMillis * 1000 - micros > LATE_MICROS;
    }

    /** Whether a line logged at {@code micros} was older than {@code retention} when it arrived at the broker. */
    public static boolean isOlder(long micros, Duration retention, long receivedMillis) {
        return receivedMillis > 0 && receivedMillis * 1000 - micros > retention.toMillis() * 1000;
    }

    /**
     * The line at the time of its arrival, for a line whose own time is not kept any more; {@code fields} keeps that
     * time and says so.
     *
     * @param receivedMillis when the broker stored the line
     */
    public static LogEvent atArrival(LogEvent event, long receivedMillis) {
        Map<String, String> fields = new LinkedHashMap<>(event.fields());
        fields.putIfAbsent("ts", Timestamps.format(event.timestampMicros()));
        fields.put(LogClock.MARK, "received: the line's time is older than the lines that are kept");
        return new LogEvent(
                receivedMillis * 1000,
                event.service(),
                event.instance(),
                event.level(),
                event.logger(),
                event.thread(),
                event.message(),
                event.traceId(),
                event.spanId(),
                event.errorType(),
                event.stackTrace(),
                fields);
    }

    /**
     * The time that {@code text} tells; null if it tells none. Throws nothing on the way: an exception costs as much as
     * reading many times, and a line can have many texts that tell none.
     */
    static @Nullable Read read(String text) {
        if (text.length() > MAX_CHARS) {
            return null;
        }
        String stripped = text.strip();
        if (stripped.length() < MIN_CHARS || !isDigitOrLetter(stripped.charAt(0))) {
            return null;
        }
        if (stripped.length() == Timestamps.FIXED_LENGTH) {
            long micros = Timestamps.parseFixed(stripped.getBytes(US_ASCII), 0);
            if (micros != Timestamps.NOT_FIXED) {
                return new Read(micros, true);
            }
        }
        Matcher date = DATE_FIRST.matcher(stripped);
        // Fourteen digits and seventeen are a date and a time without separators.
        if (date.matches() && (stripped.length() == 14 || stripped.length() == 17 || !isDigits(stripped))) {
            return moment(
                    date.group(1),
                    Integer.parseInt(date.group(2)),
                    date.group(3),
                    date.group(4),
                    date.group(5),
                    date.group(6),
                    date.group(7),
                    date.group(8));
        }
        if (NUMBER.matcher(stripped).matches()) {
            return sinceEpoch(new BigDecimal(stripped.replace(',', '.')));
        }
        Matcher day = DAY_FIRST.matcher(stripped);
        if (day.matches()) {
            int month = 1 + MONTHS.indexOf(day.group(2).toLowerCase(Locale.ROOT));
            return moment(
                    day.group(3),
                    month,
                    day.group(1),
                    day.group(4),
                    day.group(5),
                    day.group(6),
                    day.group(7),
                    day.group(8));
        }
        return null;
    }

    private static boolean isDigitOrLetter(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    /** {@code read} with the nanoseconds of its second, which some encoders write apart. */
    static @Nullable Read withNanos(@Nullable Read read, @Nullable String nanos) {
        if (read == null || nanos == null || nanos.isEmpty() || nanos.length() > 9 || !isDigits(nanos)) {
            return read;
        }
        long second = Math.floorDiv(read.micros(), 1_000_000L);
        return new Read(second * 1_000_000 + Integer.parseInt(nanos) / 1000, read.zoned());
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static @Nullable Read moment(
            String year,
            int month,
            String day,
            String hour,
            String minute,
            @Nullable String second,
            @Nullable String fraction,
            @Nullable String offset) {
        int seconds = second == null ? 0 : Integer.parseInt(second);
        int offsetSeconds = offset == null ? 0 : offsetSeconds(offset);
        if (!isDate(Integer.parseInt(year), month, Integer.parseInt(day))
                || Integer.parseInt(hour) > 23
                || Integer.parseInt(minute) > 59
                || seconds > 59
                || Math.abs(offsetSeconds) > MAX_OFFSET_SECONDS) {
            return null;
        }
        LocalDateTime local = LocalDateTime.of(
                Integer.parseInt(year),
                month,
                Integer.parseInt(day),
                Integer.parseInt(hour),
                Integer.parseInt(minute),
                seconds);
        String micros = fraction == null ? "0" : (fraction + "000000").substring(0, 6);
        return inRange(
                (local.toEpochSecond(ZoneOffset.UTC) - offsetSeconds) * 1_000_000 + Integer.parseInt(micros),
                offset != null);
    }

    private static boolean isDate(int year, int month, int day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
    }

    /** The pattern leaves a letter, or a sign and the digits of hours, minutes and seconds. */
    private static int offsetSeconds(String text) {
        if (Character.isLetter(text.charAt(0))) {
            return 0;
        }
        String digits = (text.substring(1).replace(":", "") + "0000").substring(0, 6);
        int minutes = Integer.parseInt(digits.substring(2, 4));
        int seconds = Integer.parseInt(digits.substring(4));
        if (minutes > 59 || seconds > 59) {
            return Integer.MAX_VALUE;
        }
        int offset = Integer.parseInt(digits.substring(0, 2)) * 3600 + minutes * 60 + seconds;
        return text.charAt(0) == '-' ? -offset : offset;
    }

    private static @Nullable Read sinceEpoch(BigDecimal number) {
        BigDecimal micros = number;
        if (number.compareTo(FIRST_NANOS) >= 0) {
            micros = number.divide(THOUSAND, RoundingMode.DOWN);
        } else if (number.compareTo(FIRST_MILLIS) < 0) {
            micros = number.multiply(THOUSAND).multiply(THOUSAND);
        } else if (number.compareTo(FIRST_MICROS) < 0) {
            micros = number.multiply(THOUSAND);
        }
        return micros.precision() - micros.scale() > 18 ? null : inRange(micros.longValue(), true);
    }

    private static @Nullable Read inRange(long micros, boolean zoned) {
        return Timestamps.isInRange(micros) ? new Read(micros, zoned) : null;
    }
}
