package dev.tidemark.processor.faults;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Names what tells two records of a kind apart. */
final class Differences {
    private Differences() {}

    static <R extends Record> String between(R found, R right) {
        List<String> differences = new ArrayList<>();
        try {
            for (RecordComponent component : right.getClass().getRecordComponents()) {
                Object is = component.getAccessor().invoke(found);
                Object shouldBe = component.getAccessor().invoke(right);
                if (!Objects.equals(is, shouldBe)) {
                    differences.add(component.getName() + " " + is + " instead of " + shouldBe);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record that does not tell its components", e);
        }
        return String.join(", ", differences);
    }
}
