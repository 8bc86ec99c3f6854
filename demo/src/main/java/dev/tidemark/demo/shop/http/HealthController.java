package dev.tidemark.demo.shop.http;

import dev.tidemark.demo.cache.Cache;
import dev.tidemark.demo.database.Database;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;

/** Liveness, and whether the backends answered the last time; sends no request to them. */
@Controller("/health")
final class HealthController {

    private final Database database;
    private final Cache cache;

    HealthController(Database database, Cache cache) {
        this.database = database;
        this.cache = cache;
    }

    /** Always 200, because the shop keeps running without its backends. */
    @Get
    Health health() {
        boolean whole = database.isReady() && cache.isReady();
        return new Health(whole ? "up" : "degraded", word(database.isReady()), word(cache.isReady()));
    }

    private static String word(boolean ready) {
        return ready ? "up" : "down";
    }

    @Serdeable
    record Health(String status, String postgres, String redis) {}
}
