package dev.tidemark.demo.inventory;

import dev.tidemark.demo.Instrumentation;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet whose failures become answers. */
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
     * What the path has after the servlet's own.
     *
     * @param template of the path, under which the request is measured
     * @throws Refusal if there is nothing, or more than one element
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
