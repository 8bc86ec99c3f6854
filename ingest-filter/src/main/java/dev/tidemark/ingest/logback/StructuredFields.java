package dev.tidemark.ingest.logback;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /**
     * The method that returns the name of a field; empty if the type has none. Holds types of the JDK only: a value of
     * ours would keep our class loader alive as long as the type that it belongs to.
     */
    private static final ClassValue<Optional<Method>> NAME = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            try {
                return Optional.of(type.getMethod("getFieldName"));
            } catch (NoSuchMethodException e) {
                return Optional.empty();
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
            names.add(isLogstash(marker) ? LogLines.text(marker) : String.valueOf(marker.getName()));
        }
        for (Iterator<Marker> more = marker.iterator(); more.hasNext(); ) {
            add(more.next(), names, fields, depth + 1);
        }
    }

    /** Adds the field that the object is; returns whether it is one. */
    private static boolean put(Object object, Map<String, String> fields) {
        // Arguments are mostly types of the JDK, which outlive the application.
        Method name = isLogstash(object) ? NAME.get(object.getClass()).orElse(null) : null;
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

    private static boolean isLogstash(Object object) {
        return object.getClass().getName().startsWith(LOGSTASH);
    }
}
