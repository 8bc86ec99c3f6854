package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.explain.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says in few words what differs between two plans: how tables are read, or else how they are joined. */
final class PlanDifference {
    private static final int MOST = 2;

    private PlanDifference() {}

    /** {@code Index Scan using product_sku → Seq Scan on product}; empty if only the order differs. */
    static String of(PlanNode before, PlanNode after) {
        Map<String, Set<String>> old = new TreeMap<>();
        Map<String, Set<String>> young = new TreeMap<>();
        collectScans(before, old);
        collectScans(after, young);
        List<String> differences = new ArrayList<>();
        for (String relation : new TreeSet<>(
                Stream.concat(old.keySet().stream(), young.keySet().stream()).toList())) {
            add(differences, old.getOrDefault(relation, Set.of()), young.getOrDefault(relation, Set.of()));
        }
        if (differences.isEmpty()) {
            add(differences, types(before), types(after));
        }
        return String.join("; ", differences.subList(0, Math.min(MOST, differences.size())))
                + (differences.size() > MOST ? "; and " + (differences.size() - MOST) + " more" : "");
    }

    private static void add(List<String> differences, Set<String> before, Set<String> after) {
        Set<String> gone = new TreeSet<>(before);
        gone.removeAll(after);
        Set<String> come = new TreeSet<>(after);
        come.removeAll(before);
        if (!gone.isEmpty() && !come.isEmpty()) {
            differences.add(String.join(", ", gone) + " \u2192 " + String.join(", ", come));
        }
    }

    private static void collectScans(PlanNode node, Map<String, Set<String>> scans) {
        String relation = node.relation();
        if (relation != null && node.type().endsWith("Scan")) {
            String index = index(node);
            scans.computeIfAbsent(node.schema() + "." + relation, name -> new TreeSet<>())
                    .add(node.type() + (index == null ? " on " + relation : " using " + index));
        }
        node.children().forEach(child -> collectScans(child, scans));
    }

    /** The index of a bitmap is below the scan of the table. */
    private static @Nullable String index(PlanNode scan) {
        return scan.index() != null
                ? scan.index()
                : scan.children().stream()
                        .filter(child -> child.relation() == null && child.index() != null)
                        .map(PlanNode::index)
                        .findFirst()
                        .orElse(null);
    }

    private static Set<String> types(PlanNode node) {
        Set<String> types = new TreeSet<>();
        collectTypes(node, types);
        return types;
    }

    private static void collectTypes(PlanNode node, Set<String> types) {
        types.add((node.strategy() == null ? "" : node.strategy() + " ") + node.type());
        node.children().forEach(child -> collectTypes(child, types));
    }
}
