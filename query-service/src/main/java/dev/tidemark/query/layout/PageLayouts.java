package dev.tidemark.query.layout;

import dev.tidemark.query.range.Period;
import io.micronaut.http.HttpRequest;
import io.micronaut.views.ModelAndView;
import io.micronaut.views.model.ViewModelProcessor;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds the layout to the model of every page, so that controllers need not do it. Runs on the event loop, so it reads no
 * backend.
 */
@Singleton
final class PageLayouts implements ViewModelProcessor<Map<String, Object>> {
    private static final List<String> PERIODS =
            Arrays.stream(Period.values()).map(Period::label).toList();

    private final List<NavigationEntry> entries;

    PageLayouts(List<NavigationEntry> entries) {
        this.entries = entries.stream()
                .sorted(Comparator.comparingInt(NavigationEntry::order))
                .toList();
    }

    @Override
    public void process(HttpRequest<?> request, ModelAndView<Map<String, Object>> page) {
        Map<String, Object> model = new HashMap<>(page.getModel().orElse(Map.of()));
        model.put("layout", layout(request));
        page.setModel(model);
    }

    private PageLayout layout(HttpRequest<?> request) {
        String asked = request.getParameters().get("period");
        return new PageLayout(
                entries.stream()
                        .map(entry -> new PageLayout.Link(
                                entry.path(), entry.title(), entry.path().equals(request.getPath())))
                        .toList(),
                PERIODS,
                // The page's controller has already refused unknown periods.
                PERIODS.contains(asked) ? asked : Period.DEFAULT.label(),
                Period.DEFAULT.label());
    }
}
