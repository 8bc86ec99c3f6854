package dev.tidemark.query.history;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.util.List;

/** Reads which metrics are stored. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface CatalogueQueries {
    @Query("""
            SELECT metric_type AS type, metric_name AS name, count(*) AS series
            FROM metric
            GROUP BY 1, 2
            ORDER BY 1, 2
            LIMIT :most
            """)
    List<Stored> all(int most);

    /** A metric, and how many series of it are stored. */
    @MappedEntity
    record Stored(String type, String name, long series) {}
}
