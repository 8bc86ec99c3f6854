package dev.tidemark.demo.traffic;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;

/** The visitors, and their way to the shop. Never more requests are on the way than there are visitors. */
final class Crowd {

    private final TrafficSettings settings;
    private final Counts counts;
    private final ArrayBlockingQueue<Visitor> idle;
    private final Executor threads;
    private final HttpClient client;

    Crowd(TrafficSettings settings, Counts counts, Executor threads) {
        this.settings = settings;
        this.counts = counts;
        this.threads = threads;
        this.idle = new ArrayBlockingQueue<>(settings.visitors());
        for (int i = 0; i < settings.visitors(); i++) {
            idle.add(new Visitor(new SplittableRandom()));
        }
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .executor(threads)
                .build();
    }

    /** Has the visitor who waited longest take the next step; returns at once. */
    void step() {
        Visitor visitor = idle.poll();
        if (visitor == null) {
            counts.skipped();
            return;
        }
        threads.execute(() -> {
            try {
                send(visitor);
            } finally {
                idle.add(visitor);
            }
        });
    }

    private void send(Visitor visitor) {
        Step step = visitor.next();
        long begun = System.nanoTime();
        try {
            HttpResponse<String> answer = client.send(request(step), BodyHandlers.ofString());
            counts.answered(answer.statusCode(), System.nanoTime() - begun);
            visitor.answered(answer.statusCode(), answer.body());
        } catch (IOException e) {
            counts.unanswered();
            visitor.unanswered();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(Step step) {
        var request =
                HttpRequest.newBuilder(settings.shop().resolve(step.path())).timeout(settings.timeout());
        if (step.body().isEmpty()) {
            return request.method(step.method(), BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", "application/json")
                .method(step.method(), BodyPublishers.ofString(step.body()))
                .build();
    }
}
