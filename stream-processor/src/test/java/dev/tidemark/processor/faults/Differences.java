package dev.tidemark.processor.faults;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Names the components in which two records of the same class differ. */
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
            throw new IllegalStateException("cannot read the components of a record", e);
        }
        return String.join(", ", differences);
    }
}
