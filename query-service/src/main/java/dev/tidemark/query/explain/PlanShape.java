package dev.tidemark.query.explain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes a plan another plan: the types of its nodes, their order, joins, relations and indexes. Neither costs, rows nor conditions.
 * Partitions come and go, so equal parts of an {@code Append} count once, with names without digits.
 */
public final class PlanShape {
    private static final int BYTES = 8;

    private PlanShape() {}

    /** A name of 16 characters for the shape of a plan. */
    public static String fingerprint(PlanNode root) {
        StringBuilder shape = new StringBuilder();
        append(shape, root, false);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(shape.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static void append(StringBuilder shape, PlanNode node, boolean ofPartitions) {
        shape.append(node.type());
        for (String part : new @Nullable String[] {node.operation(), node.joinType(), node.strategy(), node.schema()}) {
            shape.append('|').append(part);
        }
        shape.append('|').append(name(node.relation(), ofPartitions));
        shape.append('|').append(name(node.index(), ofPartitions)).append('(');
        boolean parts = node.type().endsWith("Append") && node.children().size() > 1;
        Set<String> children = new LinkedHashSet<>();
        for (PlanNode child : node.children()) {
            StringBuilder one = new StringBuilder();
            append(one, child, ofPartitions || parts);
            if (!parts || children.add(one.toString())) {
                shape.append(one);
            }
        }
        shape.append(')');
    }

    private static @Nullable String name(@Nullable String name, boolean ofPartitions) {
        return name == null || !ofPartitions ? name : name.replaceAll("\\d+", "#");
    }
}
