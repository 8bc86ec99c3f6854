package dev.tidemark.springboot;

import dev.tidemark.ingest.contract.HttpServerContract;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** On Spring MVC. */
@EnableAutoConfiguration
@RestController
class Bookshop {
    @GetMapping("/orders/{id}")
    String order(@PathVariable("id") String id) {
        return "order " + id;
    }

    @PostMapping("/orders")
    ResponseEntity<String> create(@RequestBody String order) {
        return ResponseEntity.status(HttpStatus.CREATED).body("made");
    }

    @GetMapping("/broken/{id}")
    String broken(@PathVariable("id") String id) {
        throw new IllegalStateException("broken");
    }

    @GetMapping("/later/{id}")
    CompletableFuture<String> later(@PathVariable("id") String id) {
        return CompletableFuture.supplyAsync(
                () -> "later",
                CompletableFuture.delayedExecutor(HttpServerContract.LATER_MILLIS, TimeUnit.MILLISECONDS));
    }

    @GetMapping("/later-broken/{id}")
    Callable<String> laterBroken(@PathVariable("id") String id) {
        return () -> broken(id);
    }

    @GetMapping("/mdc/{id}")
    String mdc(@PathVariable("id") String id) {
        return MDC.get("trace_id") + " " + MDC.get("span_id");
    }

    @GetMapping({"/health/live", "/actuator/info"})
    String live() {
        return "up";
    }

    @GetMapping("/sold-out/{id}")
    String soldOut(@PathVariable("id") String id) {
        throw new SoldOutException();
    }

    @ExceptionHandler
    ResponseEntity<String> handle(SoldOutException e) {
        return ResponseEntity.status(HttpStatus.GONE).body("sold out");
    }

    static final class SoldOutException extends RuntimeException {}
}
