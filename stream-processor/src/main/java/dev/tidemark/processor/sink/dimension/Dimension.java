package dev.tidemark.processor.sink.dimension;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one dimension's rows. Missing rows are inserted, up to a limit per group, so that hostile names cannot fill the table.
 * Sinks that insert at the same moment may exceed the limit by one each. The limit counts the rows that were used today or yesterday, so
 * names out of use take no place, nor do rows that stand for everything beyond the limit. A second limit counts all rows of the table,
 * since rows stay as long as others point at them. Existing rows are marked as used today, after which they are not deleted. Not
 * thread-safe.
 *
 * @param <K> the natural key
 */
final class Dimension<K> {
    private final Statements statements;
    private final Function<K, @Nullable Object[]> columns;
    private final Function<K, Integer> group;
    private final Predicate<K> exempt;
    private final int limit;
    private final TableSize size;
    private final LruCache<K> cache;

    /**
     * @param columns a key as the values of {@link Statements#types()}
     * @param group the group of a key, to which the limit applies
     * @param exempt keys that are inserted regardless of the limit and do not count: those that stand for everything beyond it
     * @param limit the maximum number of rows in a group
     * @param rows the maximum number of rows in the table
     * @param cache the cached ids
     */
    Dimension(
            Statements statements,
            Function<K, @Nullable Object[]> columns,
            Function<K, Integer> group,
            Predicate<K> exempt,
            int limit,
            int rows,
            LruCache<K> cache) {
        this.statements = statements;
        this.columns = columns;
        this.group = group;
        this.exempt = exempt;
        this.limit = limit;
        this.size = new TableSize(statements.countAll(), rows);
        this.cache = cache;
    }

    /**
     * The SQL of a dimension. In {@code find} and {@code insert} the keys' columns are arrays, in the order of {@code types}.
     *
     * @param find selects the index of each existing key in the arrays, from 1 on, and its id
     * @param insert inserts the keys that do not exist; its last parameter is the day
     * @param count selects groups and the number of their rows that are {@link #IN_USE} and not exempt; its parameters are an array of
     *     groups and the day
     * @param table its table
     * @param types the PostgreSQL types of a key's columns
     */
    record Statements(String find, String insert, String count, String table, List<String> types) {
        /**
         * The condition of a row that counts towards the limit; its parameter is the day. Days far ahead are those of a clock that was
         * wrong.
         */
        static final String IN_USE = "last_seen = ANY (ARRAY(SELECT ?::date + i FROM generate_series(-1, 1) AS i))";

        Statements {
            types = List.copyOf(types);
        }

        /** Marks rows as used; its parameters are the day and an array of ids. */
        String touch() {
            return "UPDATE " + table + " SET last_seen = ? WHERE id = ANY (?) AND last_seen < ?";
        }

        /** Selects the existing ones of an array of ids. */
        String existing() {
            return "SELECT id FROM " + table + " WHERE id = ANY (?)";
        }

        String countAll() {
            return "SELECT count(*) FROM " + table;
        }
    }

    /** The id of {@code key}, which is exempt from the limit. */
    int require(Connection connection, K key, LocalDate today) throws SQLException {
        return require(connection, Set.of(key), today).values().iterator().next();
    }

    /** The ids of {@code keys}, which are exempt from the limit. */
    Map<K, Integer> require(Connection connection, Set<K> keys, LocalDate today) throws SQLException {
        Map<K, Integer> ids = resolve(connection, keys, today);
        for (K key : keys) {
            if (!ids.containsKey(key)) {
                throw new SQLException("no row for " + key + " after it was inserted: expected one");
            }
        }
        return ids;
    }

    /** The ids of {@code keys}; a key beyond the limit of its group has none. */
    Map<K, Integer> resolve(Connection connection, Collection<K> keys, LocalDate today) throws SQLException {
        cache.turnTo(today);
        Map<K, Integer> ids = new HashMap<>();
        List<K> missing = new ArrayList<>();
        for (K key : keys) {
            Integer id = cache.get(key);
            if (id == null) {
                missing.add(key);
            } else {
                ids.put(key, id);
            }
        }
        if (!missing.isEmpty()) {
            Map<K, Integer> loaded = load(connection, missing, today);
            cache.putAll(loaded);
            ids.putAll(loaded);
        }
        return ids;
    }

    private Map<K, Integer> load(Connection connection, List<K> keys, LocalDate today) throws SQLException {
        Map<K, Integer> ids = find(connection, keys);
        touch(connection, ids.values(), today);
        // Unused rows may have been deleted before they were marked.
        ids.values().retainAll(existing(connection, ids.values()));
        List<K> unknown = keys.stream().filter(key -> !ids.containsKey(key)).toList();
        List<K> admitted = admit(connection, unknown, today);
        if (!admitted.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(statements.insert())) {
                setKeys(connection, statement, admitted);
                statement.setObject(statements.types().size() + 1, today);
                statement.executeUpdate();
            }
            ids.putAll(find(connection, admitted));
        }
        return ids;
    }

    private Map<K, Integer> find(Connection connection, List<K> keys) throws SQLException {
        Map<K, Integer> ids = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(statements.find())) {
            setKeys(connection, statement, keys);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.put(keys.get(rows.getInt(1) - 1), rows.getInt(2));
                }
            }
        }
        return ids;
    }

    private List<K> admit(Connection connection, List<K> unknown, LocalDate today) throws SQLException {
        if (unknown.stream().allMatch(exempt)) {
            return unknown;
        }
        Map<Integer, Integer> counts = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(statements.count())) {
            Object[] groups = unknown.stream().map(group).distinct().toArray();
            statement.setArray(1, connection.createArrayOf("int4", groups));
            statement.setObject(2, today);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getInt(1), rows.getInt(2));
                }
            }
        }
        List<K> admitted = new ArrayList<>();
        for (K key : unknown) {
            if (exempt.test(key)) {
                admitted.add(key);
            } else if (counts.getOrDefault(group.apply(key), 0) < limit && size.hasRoom(connection, today)) {
                counts.merge(group.apply(key), 1, Integer::sum);
                admitted.add(key);
            }
        }
        return admitted;
    }

    private Set<Integer> existing(Connection connection, Collection<Integer> ids) throws SQLException {
        Set<Integer> existing = new HashSet<>();
        if (ids.isEmpty()) {
            return existing;
        }
        try (PreparedStatement statement = connection.prepareStatement(statements.existing())) {
            statement.setArray(1, connection.createArrayOf("int4", ids.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    existing.add(rows.getInt(1));
                }
            }
        }
        return existing;
    }

    private void touch(Connection connection, Collection<Integer> ids, LocalDate today) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(statements.touch())) {
            statement.setObject(1, today);
            statement.setArray(2, connection.createArrayOf("int4", ids.toArray()));
            statement.setObject(3, today);
            statement.executeUpdate();
        }
    }

    private void setKeys(Connection connection, PreparedStatement statement, List<K> keys) throws SQLException {
        List<@Nullable Object[]> rows = keys.stream().map(columns).toList();
        for (int column = 0; column < statements.types().size(); column++) {
            int index = column;
            Array values = connection.createArrayOf(
                    statements.types().get(column),
                    rows.stream().map(row -> row[index]).toArray());
            statement.setArray(column + 1, values);
        }
    }
}
