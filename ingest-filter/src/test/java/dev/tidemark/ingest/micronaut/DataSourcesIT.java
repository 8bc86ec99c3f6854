package dev.tidemark.ingest.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.jdbc.TidemarkDataSource;
import dev.tidemark.wire.event.CallSummary;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** An application with two data sources of micronaut-jdbc-hikari and the transactions of Micronaut Data. */
class DataSourcesIT {
    private final PostgresServer postgres = Backends.postgres();
    private final String shop = postgres.createDatabase("micronaut_shop");
    private final String stock = postgres.createDatabase("micronaut_stock");

    @Test
    void statementsOfAllDataSources_areMeasured_alsoInTransactions() throws SQLException {
        try (ApplicationContext context = application(Map.of());
                RecordingTidemark tidemark = new RecordingTidemark()) {
            inTransaction(context, false);
            assertThatThrownBy(() -> inTransaction(context, true)).isInstanceOf(IllegalStateException.class);
            DataSource second = raw(context, "stock");
            try (Connection connection = second.getConnection()) {
                select(connection);
            }

            Map<String, Long> calls = new TreeMap<>();
            for (CallSummary call : tidemark.calls()) {
                calls.merge(call.target() + " " + call.operation(), call.count(), Long::sum);
            }
            assertThat(calls)
                    .containsEntry(name(shop) + " SELECT ?", 2L)
                    .containsEntry(name(shop) + " COMMIT", 1L)
                    .containsEntry(name(shop) + " ROLLBACK", 1L)
                    .containsEntry("default getConnection", 2L)
                    .containsEntry(name(stock) + " SELECT ?", 1L)
                    .containsEntry("stock getConnection", 1L)
                    .hasSize(6);
            assertThat(second.unwrap(HikariDataSource.class).getMaximumPoolSize())
                    .isEqualTo(3);
            assertThat(TidemarkDataSource.isWrapped(second)).isTrue();
        }
    }

    @Test
    void disabledCalls_leaveTheDataSourcesAsTheyAre() {
        try (ApplicationContext context = application(Map.of("tidemark.calls.enabled", "false"))) {
            assertThat(raw(context, "stock")).isInstanceOf(HikariDataSource.class);
        }
    }

    private static void inTransaction(ApplicationContext context, boolean fails) {
        @SuppressWarnings("unchecked")
        TransactionOperations<Connection> transactions =
                context.getBean(TransactionOperations.class, Qualifiers.byName("default"));
        transactions.executeWrite(status -> {
            select(status.getConnection());
            if (fails) {
                throw new IllegalStateException("no more books");
            }
            return 1;
        });
    }

    private static void select(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 7");
                ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
        }
    }

    private static DataSource raw(ApplicationContext context, String name) {
        return DelegatingDataSource.unwrapDataSource(context.getBean(DataSource.class, Qualifiers.byName(name)));
    }

    private ApplicationContext application(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        Map.of("default", shop, "stock", stock).forEach((name, url) -> {
            properties.put("datasources." + name + ".url", url);
            properties.put("datasources." + name + ".username", postgres.user());
            properties.put("datasources." + name + ".password", postgres.password());
            properties.put("datasources." + name + ".maximum-pool-size", 3);
        });
        return ApplicationContext.run(properties);
    }

    private static String name(String url) {
        return url.replace("jdbc:postgresql://", "postgresql:");
    }
}
