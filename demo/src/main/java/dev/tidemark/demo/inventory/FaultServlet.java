package dev.tidemark.demo.inventory;

import dev.tidemark.demo.fault.Fault;
import dev.tidemark.demo.fault.Faults;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** {@code PUT /faults/{name}}, {@code GET} and {@code DELETE /faults}: turns the inventory's faults on and off. */
@SuppressWarnings("serial") // servlets are never serialised
final class FaultServlet extends Endpoint {

    private final Faults faults;

    FaultServlet(Faults faults) {
        this.faults = faults;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answers.write(response, HttpServletResponse.SC_OK, Map.of("active", faults.active()));
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = element(request, "/faults/{name}");
        faults.switchOn(Fault.named(name)
                .orElseThrow(() -> new Refusal(
                        HttpServletResponse.SC_NOT_FOUND, "fault \"" + name + "\": expected one of " + Fault.names())));
        doGet(request, response);
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        faults.clear();
        doGet(request, response);
    }
}
