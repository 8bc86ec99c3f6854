package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.ServerRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Names the route of a request to a controller's path that none of its methods accepts: 405, 406, 415, and OPTIONS.
 * Spring MVC names only those that it hands to a method. Not a bean, because Spring would take it for the application's
 * exception handling.
 */
final class WebMvcRoutes implements HandlerInterceptor, HandlerExceptionResolver {
    private final ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

    WebMvcRoutes(ObjectProvider<RequestMappingInfoHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        nameRoute(request);
        return true;
    }

    /** Only looks: the resolvers behind it turn the exception into a response. */
    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        nameRoute(request);
        return null;
    }

    private void nameRoute(HttpServletRequest request) {
        if (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) == null
                && request.getAttribute(ServerRequest.ROUTE_ATTRIBUTE) == null) {
            String pattern = pattern(request);
            if (pattern != null) {
                request.setAttribute(ServerRequest.ROUTE_ATTRIBUTE, request.getContextPath() + pattern);
            }
        }
    }

    private @Nullable String pattern(HttpServletRequest request) {
        // A filter may ask for the resolvers before Spring MVC has seen the request.
        if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
            return null;
        }
        PathPatternsRequestCondition best = null;
        for (RequestMappingInfoHandlerMapping mapping : mappings) {
            for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
                PathPatternsRequestCondition patterns = info.getPathPatternsCondition();
                PathPatternsRequestCondition match = patterns == null ? null : patterns.getMatchingCondition(request);
                if (match != null && (best == null || match.compareTo(best, request) < 0)) {
                    best = match;
                }
            }
        }
        return best == null ? null : best.getFirstPattern().getPatternString();
    }
}
