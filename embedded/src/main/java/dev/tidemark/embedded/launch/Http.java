package dev.tidemark.embedded.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Short requests to our own applications on loopback. Status 0 means that there was no answer. */
final class Http {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** Sends a request without a body and returns the status. */
    int status(String method, String url) {
        return send(method, url).status();
    }

    /** Sends a GET request. */
    Answer get(String url) {
        return send("GET", url);
    }

    /** Returns the number at a path of a JSON answer; 0 if there is none. */
    long number(String url, String pointer) {
        Answer answer = send("GET", url);
        if (answer.status() != 200) {
            return 0;
        }
        try {
            return JSON.readTree(answer.body()).at(pointer).asLong();
        } catch (JsonProcessingException e) {
            return 0;
        }
    }

    private Answer send(String method, String url) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(TIMEOUT)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Answer(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, "");
        }
    }

    record Answer(int status, String body) {}
}
