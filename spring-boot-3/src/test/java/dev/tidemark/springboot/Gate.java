package dev.tidemark.springboot;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** A filter of the application that answers through Spring MVC's exception resolvers, before Spring MVC has seen the request. */
final class Gate implements Filter {
    private final ObjectProvider<HandlerExceptionResolver> resolvers;

    Gate(ObjectProvider<HandlerExceptionResolver> resolvers) {
        this.resolvers = resolvers;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (http.getRequestURI().equals("/gated")) {
            resolvers
                    .getObject()
                    .resolveException(
                            http,
                            (HttpServletResponse) response,
                            null,
                            new ResponseStatusException(HttpStatus.UNAUTHORIZED));
        } else {
            chain.doFilter(request, response);
        }
    }
}
