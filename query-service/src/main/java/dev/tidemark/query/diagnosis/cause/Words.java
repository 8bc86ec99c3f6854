package dev.tidemark.query.diagnosis.cause;

import java.time.Duration;
import java.util.Locale;

/** Figures in sentences. */
public final class Words {
    private static final int LONGEST = 160;

    private Words() {}

    /** {@code 0.85 ms}, {@code 12 ms}, {@code 3.4 s}. */
    public static String millis(double millis) {
        return millis >= 1000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1000)
                : String.format(Locale.ROOT, millis < 1 ? "%.2f ms" : millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    /** {@code 0.4 %}, {@code 73 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    /** {@code 0.25}, {@code 4.5}, {@code 120}. */
    public static String number(double value) {
        return String.format(Locale.ROOT, value < 1 ? "%.2f" : value < 10 ? "%.1f" : "%.0f", value);
    }

    /** {@code 45 s}, {@code 12 min}, {@code 3 h}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    /** The beginning of a long text, in one line. */
    public static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
