package dev.tidemark.query.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;

/** Redirects {@code /} to the landing page. */
@Controller("/")
@Hidden
final class HomeController {
    private static final URI LANDING_PAGE = URI.create("/ui/monitoring/advanced");

    @Get
    HttpResponse<?> home() {
        return HttpResponse.temporaryRedirect(LANDING_PAGE);
    }
}
