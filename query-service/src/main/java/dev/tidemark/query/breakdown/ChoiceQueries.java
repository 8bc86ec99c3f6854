package dev.tidemark.query.breakdown;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the ids of chosen endpoints and of their calls. With them, windows of others are not read. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface ChoiceQueries {
    @Query("""
            SELECT e.id
            FROM endpoint e
            JOIN service s ON s.id = e.service_id
            WHERE (:service::text IS NULL OR s.name = :service)
              AND (:method::text IS NULL OR e.method = :method)
              AND (:route::text IS NULL OR e.route = :route)
            """)
    List<Id> endpoints(@Nullable String service, @Nullable String method, @Nullable String route);

    /** The calls of these endpoints, and with {@code service} those that it makes outside of requests. */
    @Query("""
            SELECT c.id
            FROM call c
            WHERE c.endpoint_id = ANY(:endpoints)
               OR c.endpoint_id IS NULL AND c.service_id = (SELECT s.id FROM service s WHERE s.name = :service::text)
            """)
    List<Id> calls(@TypeDef(type = DataType.INTEGER_ARRAY) int[] endpoints, @Nullable String service);

    /** An id of any of them. */
    @MappedEntity
    record Id(int id) {
        static int[] array(List<Id> ids) {
            return ids.stream().mapToInt(Id::id).toArray();
        }
    }

    default int[] endpoints(EndpointChoice choice) {
        return choice.isAll() ? new int[0] : Id.array(endpoints(choice.service(), choice.method(), choice.route()));
    }

    default int[] calls(EndpointChoice choice, int[] endpoints) {
        return choice.isAll()
                ? new int[0]
                : Id.array(calls(endpoints, choice.hasBackground() ? choice.service() : null));
    }
}
