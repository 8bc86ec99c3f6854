package dev.tidemark.query.postgres;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import org.jspecify.annotations.Nullable;

/** Reads the size of the database and its block counters. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.MONITORED)
interface DatabaseQueries extends GenericRepository<DatabaseQueries.Size, String> {
    @Query("""
            SELECT datname AS name, blks_hit AS blocks_hit, blks_read AS blocks_read,
                   CASE WHEN has_database_privilege(datid, 'CONNECT') OR pg_has_role('pg_read_all_stats', 'USAGE')
                        THEN pg_database_size(datid) END AS size_bytes,
                   current_setting('server_version') AS version,
                   pg_postmaster_start_time()::text || coalesce(' ' || stats_reset::text, '') AS epoch,
                   current_setting('track_counts')::boolean AS tracked
            FROM pg_stat_database
            WHERE datname = current_database()
            """)
    Size size();

    /**
     * The connected database.
     *
     * @param sizeBytes null if this role lacks the privilege to read it
     * @param epoch changes whenever the counters restart from 0
     * @param tracked whether {@code track_counts} is on, so that blocks are counted
     */
    @MappedEntity
    record Size(
            String name,
            long blocksHit,
            long blocksRead,
            @Nullable Long sizeBytes,
            String version,
            String epoch,
            boolean tracked) {
        long blocks() {
            return blocksHit + blocksRead;
        }

        boolean continues(Size earlier) {
            return epoch.equals(earlier.epoch) && blocksHit >= earlier.blocksHit && blocksRead >= earlier.blocksRead;
        }
    }
}
