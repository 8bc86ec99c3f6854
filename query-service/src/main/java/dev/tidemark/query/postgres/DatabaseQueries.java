package dev.tidemark.query.postgres;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import org.jspecify.annotations.Nullable;

/** Reads the block counters of the database and its size. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.MONITORED)
interface DatabaseQueries extends GenericRepository<DatabaseQueries.Blocks, String> {
    @Query("""
            SELECT datname AS name, blks_hit AS blocks_hit, blks_read AS blocks_read,
                   current_setting('server_version') AS version,
                   pg_postmaster_start_time()::text || coalesce(' ' || stats_reset::text, '') AS epoch,
                   current_setting('track_counts')::boolean AS tracked
            FROM pg_stat_database
            WHERE datname = current_database()
            """)
    Blocks blocks();

    /** A walk through all files: over 50,000 tables, it takes half a second. */
    @Query("""
            SELECT CASE WHEN has_database_privilege(current_database(), 'CONNECT') OR pg_has_role('pg_read_all_stats', 'USAGE')
                        THEN pg_database_size(current_database()) END AS bytes
            """)
    Size size();

    /** @param bytes null if this role lacks the privilege to read it */
    @MappedEntity
    record Size(@Nullable Long bytes) {}

    /**
     * The connected database.
     *
     * @param epoch changes whenever the counters restart from 0
     * @param tracked whether {@code track_counts} is on, so that blocks are counted
     */
    @MappedEntity
    record Blocks(String name, long blocksHit, long blocksRead, String version, String epoch, boolean tracked) {
        long all() {
            return blocksHit + blocksRead;
        }

        boolean continues(Blocks earlier) {
            return epoch.equals(earlier.epoch) && blocksHit >= earlier.blocksHit && blocksRead >= earlier.blocksRead;
        }
    }
}
