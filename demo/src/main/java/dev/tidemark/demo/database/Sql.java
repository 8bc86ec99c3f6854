package dev.tidemark.demo.database;

import java.time.Duration;

/**
 * An SQL statement. Its text contains {@value #PAUSE} exactly once, in place of an {@code AND …} condition. There, the fault
 * {@code slow-db} makes it wait inside PostgreSQL, so that the server's statistics show which statements became slow.
 */
public final class Sql {

    static final String PAUSE = "{pause}";
    static final Duration PAUSED = Duration.ofMillis(250);

    // A subquery that does not depend on the row runs once per statement, before any row is read or locked.
    private static final String WAIT = "AND (SELECT pg_sleep(0.25)) IS NOT NULL";

    private final String name;
    private final String text;
    private final String slowText;

    /**
     * @param name the name in log lines
     * @throws IllegalArgumentException if the text does not contain {@value #PAUSE} exactly once
     */
    public Sql(String name, String text) {
        int at = text.indexOf(PAUSE);
        if (at < 0 || at != text.lastIndexOf(PAUSE)) {
            throw new IllegalArgumentException(
                    "the statement \"" + name + "\" should contain " + PAUSE + " exactly once: " + text);
        }
        this.name = name;
        this.text = text.replace(PAUSE, "").strip();
        this.slowText = text.replace(PAUSE, WAIT).strip();
    }

    String name() {
        return name;
    }

    String text(boolean slow) {
        return slow ? slowText : text;
    }
}
