package dev.tidemark.wire.codec;

import dev.tidemark.wire.event.LogLevel;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A value that can be the one of a field.
 *
 * @param name the name that the line gives it
 * @param rank smaller is better
 */
record LogValue(String name, String text, int rank) {
    private static final Set<String> LEVEL_NUMBERS = Set.of("level_value", "levelVal");

    /** Names of the level that an application would not use for anything else. */
    private static final Set<String> ENCODERS_LEVELS = Set.of("log.level", "_level_name");

    /**
     * Chooses the level of a line. A word that nobody knows may be an MDC entry's, before or behind the level; if the
     * encoder writes the level as a number, too, that tells which one is right. A number under another name says nothing about it: applications count many things.
     *
     * @param best the value with the best name
     */
    static LogValue level(List<LogValue> all, LogValue best) {
        LogLevel byNumber = all.stream()
                .filter(value -> LEVEL_NUMBERS.contains(value.name()))
                .map(value -> LogLevel.of(value.text()))
                .findFirst()
                .orElse(LogLevel.UNKNOWN);
        boolean isEncoders = ENCODERS_LEVELS.contains(best.name());
        return all.stream()
                .filter(value -> value.name().equals(best.name())
                        || !isEncoders
                                && (isWord(value.text())
                                        || LogLevel.of(value.text()).equals(byNumber)))
                .filter(value -> LogLevel.of(value.text()).isKnown())
                .min(Comparator.comparing((LogValue value) ->
                                byNumber.isKnown() && !LogLevel.of(value.text()).equals(byNumber))
                        .thenComparing(LogValue::rank))
                .orElse(best);
    }

    private static boolean isWord(String text) {
        return text.chars().anyMatch(Character::isLetter);
    }
}
