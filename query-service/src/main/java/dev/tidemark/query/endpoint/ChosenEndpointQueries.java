package dev.tidemark.query.endpoint;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks up the ids of endpoints. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
public interface ChosenEndpointQueries {
    @Query("""
            SELECT e.id
            FROM endpoint e
            JOIN service s ON s.id = e.service_id
            WHERE (:service::text IS NULL OR s.name = :service)
              AND (:method::text IS NULL OR e.method = :method)
              AND (:route::text IS NULL OR e.route = :route)
            """)
    List<Id> ids(@Nullable String service, @Nullable String method, @Nullable String route);

    /** The endpoints that {@code choice} means. */
    default ChosenEndpoints of(EndpointChoice choice) {
        boolean all = choice.isAll();
        List<Id> ids = all ? List.of() : ids(choice.service(), choice.method(), choice.route());
        return new ChosenEndpoints(choice, all, ids.stream().mapToInt(Id::id).toArray());
    }

    /** One endpoint. */
    @MappedEntity
    record Id(int id) {}
}
