package dev.tidemark.demo.inventory;

import dev.tidemark.demo.cache.Cache;
import dev.tidemark.demo.database.Database;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;

/** {@code GET /health}: liveness, and whether the backends answered the last time; always 200. */
@SuppressWarnings("serial") // servlets are never serialised
final class HealthServlet extends Endpoint {

    private final Database database;
    private final Cache cache;

    HealthServlet(Database database, Cache cache) {
        this.database = database;
        this.cache = cache;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var fields = new LinkedHashMap<String, String>();
        fields.put("status", database.isReady() && cache.isReady() ? "up" : "degraded");
        fields.put("postgres", database.isReady() ? "up" : "down");
        fields.put("redis", cache.isReady() ? "up" : "down");
        Answers.write(response, HttpServletResponse.SC_OK, fields);
    }
}
