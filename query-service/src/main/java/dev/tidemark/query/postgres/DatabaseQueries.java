package dev.tidemark.query.postgres;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import org.jspecify.annotations.Nullable;

/** Reads how large the database is, and how many blocks it has read. */
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
     * The database that was connected to.
     *
     * @param sizeBytes null if this role may not know
     * @param epoch changes whenever the counters begin anew
     * @param tracked whether blocks are counted: {@code track_counts}
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
