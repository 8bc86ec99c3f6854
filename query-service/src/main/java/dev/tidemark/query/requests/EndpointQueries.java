package dev.tidemark.query.requests;

import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Series;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads which endpoints there are: at most a few thousand for each service. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface EndpointQueries {
    @Query("""
            SELECT e.id, s.name AS service, e.method, e.route
            FROM endpoint e
            JOIN service s ON s.id = e.service_id
            WHERE (:service::text IS NULL OR s.name = :service)
              AND (:route::text IS NULL OR e.route = :route)
            """)
    List<Endpoint> find(@Nullable String service, @Nullable String route);

    /** The endpoints that pass {@code filter}, by id. */
    default Map<Integer, Series> byId(EndpointFilter filter) {
        Map<Integer, Series> endpoints = new HashMap<>();
        for (Endpoint endpoint : find(filter.service(), filter.route())) {
            endpoints.put(endpoint.id(), new Series(endpoint.service(), endpoint.method(), endpoint.route()));
        }
        return endpoints;
    }

    /** One endpoint. */
    @MappedEntity
    record Endpoint(int id, String service, String method, String route) {}
}
