package dev.tidemark.ingest.http;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The end of a client. Java has its methods since 21; before, they do nothing. */
final class ClientLifecycle {
    private final HttpClient client;

    ClientLifecycle(HttpClient client) {
        this.client = client;
    }

    void shutdown() {
        call("shutdown");
    }

    void shutdownNow() {
        call("shutdownNow");
    }

    void close() {
        call("close");
    }

    boolean isTerminated() {
        return Boolean.TRUE.equals(call("isTerminated"));
    }

    boolean awaitTermination(Duration duration) throws InterruptedException {
        try {
            return Boolean.TRUE.equals(HttpClient.class
                    .getMethod("awaitTermination", Duration.class)
                    .invoke(client, duration));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw rethrown(e);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private @Nullable Object call(String method) {
        try {
            return HttpClient.class.getMethod(method).invoke(client);
        } catch (InvocationTargetException e) {
            throw rethrown(e);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static RuntimeException rethrown(InvocationTargetException thrown) {
        Throwable cause = thrown.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }
}
