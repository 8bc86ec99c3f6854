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

/** Sends the requests of all users. There are never more concurrent requests than users. */
final class LoadGenerator {

    private final TrafficSettings settings;
    private final Counts counts;
    private final ArrayBlockingQueue<VirtualUser> idle;
    private final Executor threads;
    private final HttpClient client;

    LoadGenerator(TrafficSettings settings, Counts counts, Executor threads) {
        this.settings = settings;
        this.counts = counts;
        this.threads = threads;
        this.idle = new ArrayBlockingQueue<>(settings.users());
        for (int i = 0; i < settings.users(); i++) {
            idle.add(new VirtualUser(new SplittableRandom()));
        }
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .executor(threads)
                .build();
    }

    /** Starts the next step of the user who waited longest; does not wait for the answer. */
    void step() {
        VirtualUser user = idle.poll();
        if (user == null) {
            counts.skipped();
            return;
        }
        threads.execute(() -> {
            try {
                send(user);
            } finally {
                idle.add(user);
            }
        });
    }

    private void send(VirtualUser user) {
        Step step = user.next();
        long begun = System.nanoTime();
        try {
            HttpResponse<String> answer = client.send(request(step), BodyHandlers.ofString());
            counts.answered(answer.statusCode(), System.nanoTime() - begun);
            user.answered(answer.statusCode(), answer.body());
        } catch (IOException e) {
            counts.unanswered();
            user.unanswered();
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
