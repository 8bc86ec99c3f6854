package dev.tidemark.query.health;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Reads which version's tables the store has. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface SchemaQueries extends GenericRepository<SchemaQueries.Newest, Integer> {
    @Query("""
            SELECT coalesce(max(version::integer), 0) AS version, to_regclass('schema_compatibility') IS NOT NULL AS marked
            FROM flyway_schema_history WHERE success
            """)
    List<Newest> newest();

    @Query("SELECT oldest_schema FROM schema_compatibility")
    List<Integer> oldestProgram();

    /**
     * The newest migration of the store.
     *
     * @param marked whether the store says which programs may use it
     */
    @MappedEntity
    record Newest(@Id int version, boolean marked) {}
}
