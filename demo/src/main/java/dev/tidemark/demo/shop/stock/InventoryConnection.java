package dev.tidemark.demo.shop.stock;

import dev.tidemark.demo.shop.ShopSettings;
import dev.tidemark.ingest.http.TidemarkHttp;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Sends HTTP requests to the inventory, with the trace context of the current request. */
@Singleton
final class InventoryConnection {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private final URI inventory;
    private final HttpClient client = TidemarkHttp.measure(HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build());

    InventoryConnection(ShopSettings settings) {
        this.inventory = settings.inventory();
    }

    HttpResponse<String> send(String path, UnaryOperator<HttpRequest.Builder> details) {
        var request = HttpRequest.newBuilder(inventory.resolve(path)).timeout(ANSWER);
        HttpRequest built = details.apply(request).build();
        try {
            return client.send(built, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new InventoryException(built.method() + " " + built.uri() + " got no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InventoryException(built.method() + " " + built.uri() + " was interrupted", e);
        }
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }
}
