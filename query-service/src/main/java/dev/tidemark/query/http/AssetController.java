package dev.tidemark.query.http;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;

/** Serves the scripts, styles and images of the pages, and the OpenAPI description, which the build generates from the controllers. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces("*/*")
@Hidden
final class AssetController {
    private final Assets assets;

    AssetController(Assets assets) {
        this.assets = assets;
    }

    @Get("/assets/{+path}")
    HttpResponse<?> asset(HttpRequest<?> request, String path) {
        return answer(request, "assets/" + path);
    }

    @Get("/api/openapi.yml")
    HttpResponse<?> description(HttpRequest<?> request) {
        return answer(request, "META-INF/swagger/openapi.yml");
    }

    private HttpResponse<?> answer(HttpRequest<?> request, String path) {
        Asset asset = assets.find(path)
                .orElseThrow(() -> new HttpStatusException(
                        HttpStatus.NOT_FOUND, "There is nothing at " + request.getPath() + "."));
        List<String> accepted = request.getHeaders().getAll("Accept-Encoding");
        ContentCoding coding = asset.best(ContentCoding.accepted(accepted));
        if (coding == null) {
            return Problem.answer(
                    request,
                    HttpResponse.status(HttpStatus.NOT_ACCEPTABLE).header("Vary", "Accept-Encoding"),
                    "Accept-Encoding \"" + Problem.shorten(String.join(", ", accepted))
                            + "\": expected one of br, gzip, identity");
        }
        String tag = asset.entityTag(coding);
        MutableHttpResponse<?> response = isKnown(request.getHeaders().getAll("If-None-Match"), tag)
                ? HttpResponse.notModified()
                : HttpResponse.ok(asset.bytes(coding)).header("Content-Type", asset.type());
        if (response.code() == 200 && request.getMethod() == HttpMethod.HEAD) {
            // The server sends no body for HEAD, so it cannot set the Content-Length of GET by itself.
            response.header("Content-Length", String.valueOf(asset.bytes(coding).length));
        }
        if (response.code() == 200 && coding != ContentCoding.IDENTITY) {
            response.header("Content-Encoding", coding.token());
        }
        return response.header("ETag", tag)
                .header("Cache-Control", asset.caching())
                .header("Vary", "Accept-Encoding")
                .header("Accept-Ranges", "none");
    }

    private static boolean isKnown(List<String> ifNoneMatch, String tag) {
        return ifNoneMatch.stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
    }
}
