package dev.tidemark.processor.sink.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final ConsumerRecord<byte[], byte[]> RECORD =
            new ConsumerRecord<>("requests", 0, 0, new byte[0], new byte[0]);

    private final Rows<Object> rows = new Rows<>();

    private record Row(int number, Object kind) implements Rows.Kinded {}

    @Test
    void kinds_ofRowsInAnyOrder_areCollectedOnce() {
        String one = "kind";
        String equal = new StringBuilder(one).toString();
        for (Object row :
                new Object[] {new Row(1, one), new Row(2, equal), new Row(3, one), new Row(4, one), "plain"}) {
            add(row);
        }

        assertThat(rows.kinds())
                .usingElementComparator((a, b) -> a == b ? 0 : 1)
                .containsExactlyInAnyOrder(one, equal);
        assertThat(rows.list())
                .extracting(Positioned::event)
                .hasSize(5)
                .startsWith(new Row(1, one))
                .endsWith("plain");
    }

    /** The last kind before the clear is the first one after it, and must be collected again. */
    @Test
    void clear_forgetsRowsAndKinds() {
        add(new Row(1, "kind"));
        rows.clear();
        assertThat(rows.isEmpty()).isTrue();
        assertThat(rows.kinds()).isEmpty();

        add(new Row(2, "kind"));

        assertThat(rows.kinds()).containsExactly("kind");
        assertThat(rows.size()).isOne();
    }

    @Test
    void of_someRows_hasOnlyTheirKinds() {
        add(new Row(1, "a"));
        add(new Row(2, "b"));

        assertThat(Rows.of(rows.list().subList(1, 2)).kinds()).containsExactly("b");
    }

    private void add(Object row) {
        rows.add(new Positioned<>(row, RECORD));
    }
}
