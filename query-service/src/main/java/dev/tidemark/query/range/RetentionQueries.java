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
    @Query("SELECT parent, extract(epoch FROM retention)::bigint AS seconds FROM partitioning")
    List<Kept> all();

    /** How long the rows of a table are kept. */
    @MappedEntity
    record Kept(@Id String parent, long seconds) {}
}
