package dev.tidemark.demo.inventory;

import dev.tidemark.demo.Instrumentation;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet that turns exceptions into error responses. */
abstract class Endpoint extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            super.service(request, response);
        } catch (RuntimeException e) {
            Answers.failure(request, response, e);
        }
    }

    /**
     * Returns the path element after the servlet's path.
     *
     * @param template the route template for the filter
     * @throws Refusal if there is not exactly one element
     */
    static String element(HttpServletRequest request, String template) {
        String rest = request.getPathInfo();
        if (rest == null || rest.length() < 2 || rest.indexOf('/', 1) >= 0) {
            throw new Refusal(HttpServletResponse.SC_NOT_FOUND, "there is nothing at " + request.getRequestURI());
        }
        request.setAttribute(Instrumentation.ROUTE_ATTRIBUTE, template);
        return rest.substring(1);
    }
}
