package dev.tidemark.query.page;

import dev.tidemark.query.card.Wording;
import dev.tidemark.query.figures.PartShares;
import dev.tidemark.query.requests.EndpointStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A bar that shows where the time of an endpoint's requests went, formatted.
 *
 * @param segments its segments from left to right; none if nothing was measured
 * @param text the same in words
 */
public record PartBar(List<Segment> segments, String text) {
    private static final double WHOLE = 100;

    public PartBar {
        segments = List.copyOf(segments);
    }

    /**
     * One part.
     *
     * @param part its name in the style sheets
     * @param x where it begins, in percent of the bar
     * @param width in percent of the bar
     */
    public record Segment(String part, String name, double x, double width) {}

    static PartBar of(EndpointStatistics endpoint) {
        PartShares shares = endpoint.parts();
        if (shares == null) {
            return new PartBar(List.of(), "not measured");
        }
        List<Segment> segments = new ArrayList<>();
        double x = 0;
        x += add(segments, "application", "application", x, shares.application());
        x += add(segments, "db", "database", x, shares.db());
        x += add(segments, "pool", "pool wait", x, shares.poolWait());
        x += add(segments, "redis", "Redis", x, shares.redis());
        add(segments, "http", "HTTP", x, shares.http());
        String text = segments.stream()
                .map(segment -> segment.name() + " " + Wording.percent(segment.width()))
                .collect(Collectors.joining(", "));
        return new PartBar(segments, text + coverage(endpoint));
    }

    private static double add(List<Segment> segments, String part, String name, double x, double share) {
        double width = WHOLE * share;
        if (width > 0) {
            segments.add(new Segment(part, name, x, width));
        }
        return width;
    }

    private static String coverage(EndpointStatistics endpoint) {
        return endpoint.measuredRequests() >= endpoint.latencyCount()
                ? ""
                : "; measured for "
                        + Wording.percent(WHOLE * endpoint.measuredRequests() / endpoint.latencyCount())
                        + " of the requests";
    }
}
