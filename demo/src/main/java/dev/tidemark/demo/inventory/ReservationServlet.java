package dev.tidemark.demo.inventory;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * {@code POST /reservations}, {@code GET} and {@code DELETE /reservations/{id}}. Reservations wait for locks, so they run on separate
 * threads and do not block those of the container.
 */
@SuppressWarnings("serial") // servlets are never serialised
final class ReservationServlet extends Endpoint {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_BODY = 64 << 10;
    private static final int MOST_LINES = 100;

    private final Reservations reservations;
    private final Workers workers;

    ReservationServlet(Reservations reservations) {
        this.reservations = reservations;
        this.workers = new Workers();
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo() != null) {
            throw new Refusal(HttpServletResponse.SC_NOT_FOUND, "there is nothing at " + request.getRequestURI());
        }
        List<ReservationLine> lines = lines(request);
        var async = request.startAsync();
        async.setTimeout(TIMEOUT.toMillis());
        try {
            workers.run(async, () -> reserve(lines, response));
        } catch (RejectedExecutionException e) {
            Answers.failure(
                    request,
                    response,
                    new Refusal(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "too many reservations are being made"));
            async.complete();
        }
    }

    private void reserve(List<ReservationLine> lines, HttpServletResponse response) throws IOException {
        long id = reservations
                .reserve(lines)
                .orElseThrow(() -> new Refusal(HttpServletResponse.SC_CONFLICT, "not all products are in stock"));
        Answers.write(response, HttpServletResponse.SC_CREATED, Map.of("id", id));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long id = number(request);
        var found = reservations.reservation(id).orElseThrow(() -> none(id));
        Answers.write(
                response,
                HttpServletResponse.SC_OK,
                Map.of("id", id, "skus", found.skus(), "made_at", found.madeAt().toString()));
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
        long id = number(request);
        if (!reservations.release(id)) {
            throw none(id);
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private static Refusal none(long id) {
        return new Refusal(HttpServletResponse.SC_NOT_FOUND, "there is no reservation " + id);
    }

    private static long number(HttpServletRequest request) {
        String element = element(request, "/reservations/{id}");
        try {
            return Long.parseLong(element);
        } catch (NumberFormatException e) {
            throw new Refusal(HttpServletResponse.SC_BAD_REQUEST, "reservation \"" + element + "\": expected a number");
        }
    }

    private static List<ReservationLine> lines(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY);
        List<ReservationLine> lines;
        try {
            lines = Json.lines(body);
        } catch (IOException e) {
            throw new Refusal(
                    HttpServletResponse.SC_BAD_REQUEST,
                    "expected {\"lines\":[{\"sku\":\"TM-0001\",\"quantity\":2}]}: " + e.getMessage());
        }
        if (lines.isEmpty()
                || lines.size() > MOST_LINES
                || lines.stream().anyMatch(line -> line.sku().isEmpty() || line.quantity() < 1)) {
            throw new Refusal(
                    HttpServletResponse.SC_BAD_REQUEST,
                    "expected 1 to " + MOST_LINES + " lines with a sku and a quantity of 1 or more");
        }
        return lines;
    }

    @Override
    public void destroy() {
        workers.close();
    }
}
