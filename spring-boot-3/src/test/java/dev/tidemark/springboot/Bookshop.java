package dev.tidemark.springboot;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.contract.HttpServerContract;
import dev.tidemark.ingest.contract.HttpServerContract.SoldOutException;
import dev.tidemark.ingest.contract.ServletShop;
import dev.tidemark.ingest.contract.Threads;
import dev.tidemark.ingest.trace.Traced;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** On Spring MVC. */
@EnableAutoConfiguration
@RestController
class Bookshop {
    private static final long PAUSE_NANOS = 5_000_000;

    /** What {@code /mdc-threads} knows. */
    static final List<String> THREADS =
            List.of("callable", "web-async-task", "streaming", "deferred", "future", "own", "mono", "mono-delay");

    private final Executor executor;

    Bookshop(@Qualifier("applicationTaskExecutor") Executor executor) {
        this.executor = executor;
    }

    @Bean
    static Gate gate(@Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> resolvers) {
        return new Gate(resolvers);
    }

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
        return Threads.seen();
    }

    @PostMapping("/mdc")
    String mdcOfBody(@RequestBody String body) {
        return Threads.seen();
    }

    @GetMapping("/mdc-threads/{id}")
    Object mdcThreads(@PathVariable("id") String kind) {
        return switch (kind) {
            case "callable" -> (Callable<String>) Threads::seen;
            case "web-async-task" -> new WebAsyncTask<String>(5_000L, new SimpleAsyncTaskExecutor(), Threads::seen);
            case "streaming" ->
                (StreamingResponseBody) out -> out.write(Threads.seen().getBytes(StandardCharsets.UTF_8));
            case "future" -> CompletableFuture.supplyAsync(Threads::seen, executor);
            case "own" -> CompletableFuture.supplyAsync(Traced.supplier(Threads::seen), Threads.WORKER);
            case "mono" -> Mono.fromCallable(Threads::seen).subscribeOn(Schedulers.boundedElastic());
            case "mono-delay" -> Mono.delay(Duration.ofMillis(1)).map(tick -> Threads.seen());
            default -> deferred();
        };
    }

    private static DeferredResult<String> deferred() {
        DeferredResult<String> result = new DeferredResult<>();
        Traced.executor(Threads.WORKER).execute(() -> result.setResult(Threads.seen()));
        return result;
    }

    @GetMapping("/streamed/{id}")
    void streamed(HttpServletResponse response) throws IOException {
        for (int i = 0; i < HttpServerContract.PARTS; i++) {
            response.getWriter().write(HttpServerContract.PART);
        }
    }

    @GetMapping("/mapped/{id}")
    String mapped(@PathVariable("id") String id) {
        throw new SoldOutException();
    }

    @GetMapping("/mapped-later/{id}")
    Callable<String> mappedLater(@PathVariable("id") String id) {
        return () -> mapped(id);
    }

    @GetMapping("/conflict/{id}")
    String conflict(@PathVariable("id") String id) {
        throw new ResponseStatusException(HttpStatus.CONFLICT);
    }

    @GetMapping("/send-error/{id}")
    void sendError(HttpServletResponse response) throws IOException {
        response.sendError(422);
    }

    @GetMapping("/deferred-broken/{id}")
    DeferredResult<String> deferredBroken() {
        return failingLater(new IllegalStateException("broken"));
    }

    @GetMapping("/deferred-sold-out/{id}")
    DeferredResult<String> deferredSoldOut() {
        return failingLater(new SoldOutException());
    }

    private static DeferredResult<String> failingLater(RuntimeException error) {
        DeferredResult<String> result = new DeferredResult<>();
        Threads.WORKER.execute(() -> result.setErrorResult(error));
        return result;
    }

    @GetMapping("/deferred-timeout/{id}")
    DeferredResult<String> deferredTimeout() {
        return new DeferredResult<>(HttpServerContract.LATER_MILLIS);
    }

    @GetMapping("/callable-conflict/{id}")
    Callable<String> callableConflict(@PathVariable("id") String id) {
        return () -> conflict(id);
    }

    @GetMapping("/no-number/{id}")
    String number(@PathVariable("id") int id) {
        return "number " + id;
    }

    @PostMapping(value = "/typed/{id}", consumes = "application/json")
    String typed(@RequestBody String body) {
        return "typed";
    }

    @GetMapping("/forward/{id}")
    ModelAndView forward(@PathVariable("id") String id) {
        return new ModelAndView("forward:/orders/" + id);
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

    @ExceptionHandler
    ResponseEntity<String> handle(SoldOutException e) {
        return ResponseEntity.status(HttpStatus.GONE).body("sold out");
    }
}
