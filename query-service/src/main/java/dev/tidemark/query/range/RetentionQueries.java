package dev.tidemark.query.range;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Reads the retention that the stream processor applies. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface RetentionQueries extends GenericRepository<RetentionQueries.Kept, String> {
    /** Less than the retention if newer partitions were dropped because the disk was full. */
    @Query("""
            SELECT p.parent, extract(epoch FROM least(p.retention, (
                SELECT now() - max(d.ends) FROM partition_drop d WHERE d.parent = p.parent)))::bigint AS seconds
            FROM partitioning p
            """)
    List<Kept> all();

    /** How long the rows of a table are kept. */
    @MappedEntity
    record Kept(@Id String parent, long seconds) {}
}
