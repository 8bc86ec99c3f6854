package dev.tidemark.bench.filter;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.ingest.jdbc.TidemarkDataSource;
import dev.tidemark.ingest.redis.TidemarkRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/** Answers with five bytes from Redis, after it has read a row from PostgreSQL: a connection of a pool, a statement and a command. */
final class ProductServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final int ROWS = 1_000;
    private static final int CONNECTIONS = 8;
    private static final String QUERY = "SELECT name FROM product WHERE id = ?";
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS product (id int PRIMARY KEY, name text NOT NULL);
            INSERT INTO product SELECT id, 'product ' || id FROM generate_series(0, %d) AS id ON CONFLICT DO NOTHING
            """.formatted(ROWS - 1);

    private final transient DataSource products;
    private final transient RedisCommands<String, String> prices;

    /** @param measured whether the filter measures what is called */
    ProductServlet(String jdbcUrl, String user, String password, String redis, boolean measured) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        DataSource pool = new HikariDataSource(config);
        products = measured ? TidemarkDataSource.wrap(pool) : pool;
        RedisClient client = RedisClient.create(redis);
        prices = (measured ? TidemarkRedis.measure(client) : client).connect().sync();
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        for (int id = 0; id < ROWS; id++) {
            prices.set("price:" + id, "hello");
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        int id = ThreadLocalRandom.current().nextInt(ROWS);
        try (var connection = products.getConnection();
                var statement = connection.prepareStatement(QUERY)) {
            statement.setInt(1, id);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new ServletException("no product " + id);
                }
            }
        } catch (SQLException e) {
            throw new ServletException(e);
        }
        byte[] price = Objects.requireNonNull(prices.get("price:" + id)).getBytes(StandardCharsets.US_ASCII);
        response.setContentLength(price.length);
        response.getOutputStream().write(price);
    }
}
