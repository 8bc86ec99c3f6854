package dev.tidemark.processor.sink.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a batch in order, and their kinds. A kind is looked up once for all rows that share it. Kinds are
 * collected as rows are added, while a row is still in the CPU cache; at the end of the batch each would have to be
 * fetched from memory. Not thread-safe.
 *
 * @param <E> the event
 */
public final class Rows<E> {
    private final List<Positioned<E>> list = new ArrayList<>();
    private final Set<Object> kinds = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Object lastKind;

    /** An event that shares a kind with other events. */
    public interface Kinded {

        /** Usually the same object for rows that share it; several equal objects are possible. */
        Object kind();
    }

    public static <E> Rows<E> of(Collection<Positioned<E>> some) {
        Rows<E> rows = new Rows<>();
        some.forEach(rows::add);
        return rows;
    }

    public void add(Positioned<E> row) {
        list.add(row);
        if (row.event() instanceof Kinded kinded && kinded.kind() != lastKind) {
            lastKind = kinded.kind();
            kinds.add(kinded.kind());
        }
    }

    public List<Positioned<E>> list() {
        return Collections.unmodifiableList(list);
    }

    /** The kinds of all rows that are {@link Kinded}. */
    public Set<Object> kinds() {
        return Collections.unmodifiableSet(kinds);
    }

    public int size() {
        return list.size();
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    public void clear() {
        list.clear();
        kinds.clear();
        lastKind = null;
    }
}
