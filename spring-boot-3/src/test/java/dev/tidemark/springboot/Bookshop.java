package dev.tidemark.springboot;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.contract.HttpServerContract;
import dev.tidemark.ingest.contract.ServletShop;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** On Spring MVC. */
@EnableAutoConfiguration
@RestController
class Bookshop {
    private static final long PAUSE_NANOS = 5_000_000;

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

    @GetMapping("/events/{id}")
    SseEmitter events(@PathVariable("id") String id) throws IOException {
        SseEmitter events = new SseEmitter();
        events.send("1");
        events.send("2");
        events.complete();
        return events;
    }

    @GetMapping("/endless/{id}")
    SseEmitter endless(@PathVariable("id") String id) {
        SseEmitter events = new SseEmitter();
        CompletableFuture.runAsync(() -> {
            try {
                while (true) {
                    events.send("0");
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException | RuntimeException e) {
                events.completeWithError(e);
            }
        });
        return events;
    }

    @GetMapping("/download/{id}")
    StreamingResponseBody download(@PathVariable("id") String id) {
        return out -> {
            while (true) {
                out.write(ServletShop.CHUNK);
                out.flush();
            }
        };
    }

    @GetMapping("/socket/{id}")
    void socket(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        response.setHeader("Connection", "Upgrade");
        response.setHeader("Upgrade", "websocket");
        request.upgrade(ServletShop.Tunnel.class);
    }

    @GetMapping("/poll/{id}")
    DeferredResult<String> poll(@PathVariable("id") String id, HttpServletRequest request) {
        request.setAttribute(ServerRequest.STREAM_ATTRIBUTE, true);
        DeferredResult<String> news = new DeferredResult<>();
        later(id).thenAccept(unused -> news.setResult("polled"));
        return news;
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
