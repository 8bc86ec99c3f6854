package dev.tidemark.query.collector;

import java.time.Duration;
import java.util.function.IntFunction;

/**
 * One question of the collector to PostgreSQL.
 *
 * @param sql gives the statement for a server's version, such as 180001; empty if that version has no such statistics
 */
record PostgresQuestion(String name, Frequency frequency, Kind kind, IntFunction<String> sql) {

    /** What its numbers are. */
    enum Kind {
        /** They are published as they are. */
        GAUGE,
        /** Their increase per second is published. */
        COUNTER
    }

    /** How often it is asked. */
    enum Frequency {
        POSTGRES,
        SIZES,
        /** What only changes when a table is vacuumed or analyzed, and costs more to find out. */
        BLOAT;

        Duration interval(CollectorSettings settings) {
            return switch (this) {
                case POSTGRES -> settings.postgres();
                case SIZES -> settings.sizes();
                case BLOAT -> settings.sizes().multipliedBy(10);
            };
        }
    }

    /** A question that is the same in all versions. */
    static PostgresQuestion always(String name, Frequency frequency, Kind kind, String sql) {
        return new PostgresQuestion(name, frequency, kind, version -> sql);
    }
}
