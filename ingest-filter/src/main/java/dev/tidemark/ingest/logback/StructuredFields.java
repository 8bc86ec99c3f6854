package dev.tidemark.ingest.logback;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * The fields in a line's markers and arguments. logstash-logback-encoder, which the application may use, writes fields as
 * markers ({@code append("order", 42)}) and as arguments ({@code kv("order", 42)}); other markers are listed in the field
 * {@value #MARKERS}.
 */
final class StructuredFields {
    static final String MARKERS = "markers";

    private static final String LOGSTASH = "net.logstash.logback.";
    private static final int MAX_MARKERS = 32;

    /** The method that returns the name of a field, or null if the type has none. */
    private static final ClassValue<Optionally> NAME = new ClassValue<>() {
        @Override
        protected Optionally computeValue(Class<?> type) {
            try {
                return type.getName().startsWith(LOGSTASH)
                        ? new Optionally(type.getMethod("getFieldName"))
                        : new Optionally(null);
            } catch (NoSuchMethodException e) {
                return new Optionally(null);
            }
        }
    };

    private StructuredFields() {}

    static void ofArguments(Object[] arguments, Map<String, String> fields) {
        for (Object argument : arguments) {
            if (argument != null) {
                put(argument, fields);
            }
        }
    }

    static void ofMarkers(List<Marker> markers, Map<String, String> fields) {
        List<String> names = new ArrayList<>();
        markers.forEach(marker -> add(marker, names, fields, 0));
        if (!names.isEmpty()) {
            fields.put(MARKERS, String.join(", ", names));
        }
    }

    private static void add(Marker marker, List<String> names, Map<String, String> fields, int depth) {
        if (marker == null || depth > MAX_MARKERS || names.size() >= MAX_MARKERS) {
            return;
        }
        if (!put(marker, fields)) {
            boolean named = !marker.getClass().getName().startsWith(LOGSTASH);
            names.add(named ? String.valueOf(marker.getName()) : LogLines.text(marker));
        }
        for (Iterator<Marker> more = marker.iterator(); more.hasNext(); ) {
            add(more.next(), names, fields, depth + 1);
        }
    }

    /** Adds the field that the object is; returns whether it is one. */
    private static boolean put(Object object, Map<String, String> fields) {
        Method name = NAME.get(object.getClass()).method();
        if (name == null) {
            return false;
        }
        try {
            String field = String.valueOf(name.invoke(object));
            String text = object instanceof Marker marker ? ownText(marker) : LogLines.text(object);
            fields.put(field, text.startsWith(field + "=") ? text.substring(field.length() + 1) : text);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    /** The text of a marker without those that it refers to, which are written behind it. */
    private static String ownText(Marker marker) {
        StringBuilder others = new StringBuilder();
        for (Iterator<Marker> more = marker.iterator(); more.hasNext(); ) {
            others.append(", ").append(more.next());
        }
        String text = LogLines.text(marker);
        return text.endsWith(others.toString()) ? text.substring(0, text.length() - others.length()) : text;
    }

    private record Optionally(@Nullable Method method) {}
}
