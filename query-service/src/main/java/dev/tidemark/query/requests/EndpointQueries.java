package dev.tidemark.query.requests;

import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Series;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the names of endpoints. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface EndpointQueries {
    @Query("""
            SELECT e.id, s.name AS service, e.method, e.route
            FROM endpoint e
            JOIN service s ON s.id = e.service_id
            WHERE e.id = ANY(:ids)
            """)
    List<Endpoint> find(@TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    /** The endpoints of these ids, by id. Only those: a store may know many that were not in use for long. */
    default Map<Integer, Series> byId(Set<Integer> ids) {
        Map<Integer, Series> endpoints = new HashMap<>();
        for (Endpoint endpoint : find(ids.stream().mapToInt(Integer::intValue).toArray())) {
            endpoints.put(endpoint.id(), new Series(endpoint.service(), endpoint.method(), endpoint.route()));
        }
        return endpoints;
    }

    /** One endpoint. */
    @MappedEntity
    record Endpoint(int id, String service, String method, String route) {}
}
