package dev.tidemark.query.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the columns of a filter that an ordinary index can look up: each compared with a parameter or a literal, all joined by {@code AND}. Whatever it
 * does not understand is left out, so an advice may miss a column, but names none that the filter does not compare.
 */
public final class FilterColumns {
    private static final String NAME = "([a-z_][a-z0-9_]*|\"(?:[^\"]|\"\")+\")";
    private static final String TYPE = "(?:::[a-z][a-z0-9_ ]*(?:\\(\\d+\\))?(?:\\[])?)?";
    private static final String COLUMN = "\\(?(?:" + NAME + "\\.)?" + NAME + "\\)?(?:::(text|character varying))?";
    private static final String SCALAR = "(?:\\$\\d+|'\\?'|-?\\d+(?:\\.\\d+)?|true|false)";
    private static final String VALUE = "\\(?\\(?" + SCALAR + "\\)?" + TYPE + "\\)?";
    private static final Pattern COMPARISON = Pattern.compile(COLUMN + " (=|<|>|<=|>=) " + VALUE + TYPE);
    private static final Pattern ANY = Pattern.compile(
            COLUMN + " (=) ANY \\((?:" + VALUE + TYPE + "|\\(?ARRAY\\[[$0-9a-z,' ?:_.\\[\\]()-]*]\\)?" + TYPE + ")\\)");
    private static final Pattern NULL = Pattern.compile(COLUMN + " (IS NULL)");

    private FilterColumns() {}

    /**
     * A column, as an identifier.
     *
     * @param exact whether it is compared for equality
     * @param cast the type to which its values are converted; null if they are not
     */
    public record Column(
            String name, boolean exact, @Nullable String cast) {}

    /** Returns the columns of {@code filter}, those compared for equality first, and at most one of the others, whose order counts. */
    public static List<Column> of(String filter, @Nullable String alias) {
        Map<String, Column> exact = new TreeMap<>();
        List<Column> ranges = new ArrayList<>();
        for (String term : terms(filter)) {
            Column column = column(term, alias);
            if (column != null && column.exact()) {
                exact.putIfAbsent(column.name(), column);
            } else if (column != null) {
                ranges.add(column);
            }
        }
        List<Column> all = new ArrayList<>(exact.values());
        ranges.stream()
                .filter(range -> !exact.containsKey(range.name()))
                .findFirst()
                .ifPresent(all::add);
        return all;
    }

    private static @Nullable Column column(String term, @Nullable String alias) {
        for (Pattern form : List.of(COMPARISON, ANY, NULL)) {
            Matcher matcher = form.matcher(term);
            if (matcher.matches()) {
                String table = matcher.group(1);
                boolean isOfTheScan =
                        table == null || alias == null || unquoted(table).equals(alias);
                String operator = matcher.group(4);
                boolean isExact = operator.equals("=") || operator.equals("IS NULL");
                return isOfTheScan ? new Column(matcher.group(2), isExact, matcher.group(3)) : null;
            }
        }
        return null;
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    /** The operands of the outermost {@code AND}; the filter itself if there is none. */
    static List<String> terms(String filter) {
        String inner = withoutBrackets(filter);
        List<String> terms = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        char quote = 0;
        for (int i = 0; i < inner.length(); i++) {
            char character = inner.charAt(i);
            if (quote != 0) {
                quote = character == quote ? 0 : quote;
            } else if (character == '"' || character == '\'') {
                quote = character;
            } else if (character == '(') {
                depth++;
            } else if (character == ')') {
                depth--;
            } else if (depth == 0 && inner.startsWith(" AND ", i)) {
                terms.add(withoutBrackets(inner.substring(begin, i)));
                begin = i + 5;
            }
        }
        terms.add(withoutBrackets(inner.substring(begin)));
        return terms;
    }

    private static String withoutBrackets(String text) {
        String bare = text.strip();
        return bare.startsWith("(") && closing(bare) == bare.length() - 1
                ? bare.substring(1, bare.length() - 1).strip()
                : bare;
    }

    private static int closing(String text) {
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (quote != 0) {
                quote = character == quote ? 0 : quote;
            } else if (character == '"' || character == '\'') {
                quote = character;
            } else if (character == '(') {
                depth++;
            } else if (character == ')' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
