package dev.tidemark.ingest.redaction;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.SettingsReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints its arguments as the standard redaction leaves them. Without arguments, prints the lines of its standard input and,
 * below each changed one, the rules that changed it; then the rules of the settings apply, too. With {@code --whole}, the
 * input is one event.
 *
 * <pre>java -cp ingest-filter.jar:settings.jar dev.tidemark.ingest.redaction.TryRedaction 'password=hunter2'</pre>
 */
public final class TryRedaction {
    /** As much as a log event can have, and far more than one line. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private final StandardRedaction redaction;
    private final PrintStream out;

    private TryRedaction(StandardRedaction redaction, PrintStream out) {
        this.redaction = redaction;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        List<String> lines = new ArrayList<>(List.of(arguments));
        boolean whole = lines.remove("--whole");
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        if (!lines.isEmpty()) {
            lines.forEach(line -> out.println(Redaction.standard().redact(line)));
        } else {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            new TryRedaction(ofSettings(), out).read(input, whole);
        }
        out.flush();
    }

    private static StandardRedaction ofSettings() {
        SettingsReader settings = SettingsReader.ofProcess(Component.FILTER);
        Map<String, TokenPattern> patterns = new LinkedHashMap<>();
        for (String rule :
                settings.find(FilterSetting.REDACT_PATTERNS).orElse("").strip().split(" +")) {
            int name = rule.indexOf('=');
            if (name > 0) {
                patterns.put(rule.substring(0, name), TokenPattern.of(rule.substring(name + 1)));
            }
        }
        return new StandardRedaction(settings.get(FilterSetting.REDACT_KEYS), patterns);
    }

    private void read(BufferedReader input, boolean whole) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = input.read(); c >= 0; c = input.read()) {
            if (c == '\n' && !whole) {
                print(text.toString());
                text.setLength(0);
            } else {
                text.append((char) c);
            }
            if (text.length() > MAX_CHARACTERS) {
                throw new IOException(
                        "the input has a line of more than " + MAX_CHARACTERS + " characters: expected log lines");
            }
        }
        if (text.length() > 0) {
            print(text.toString());
        }
    }

    private void print(String line) {
        List<String> rules = new ArrayList<>();
        out.println(redaction.redact(line, rules::add));
        if (!rules.isEmpty()) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            rules.forEach(rule -> counts.merge(rule, 1, Integer::sum));
            List<String> shown = new ArrayList<>();
            counts.forEach((rule, count) -> shown.add(count == 1 ? rule : rule + " (" + count + " times)"));
            out.println("    ^ " + String.join(", ", Collections.unmodifiableList(shown)));
        }
    }
}
