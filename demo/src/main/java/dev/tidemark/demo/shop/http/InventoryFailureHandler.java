package dev.tidemark.demo.shop.http;

import dev.tidemark.demo.shop.stock.InventoryException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and answers what cannot be done without the inventory. */
@Singleton
final class InventoryFailureHandler implements ExceptionHandler<InventoryException, HttpResponse<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(InventoryFailureHandler.class);

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public HttpResponse<?> handle(HttpRequest request, InventoryException failure) {
        LOG.error("{} {} failed", request.getMethodName(), request.getPath(), failure);
        return Problem.response(HttpStatus.BAD_GATEWAY, "the inventory did not answer as it should");
    }
}
