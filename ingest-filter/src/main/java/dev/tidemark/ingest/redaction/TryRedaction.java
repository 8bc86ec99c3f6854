package dev.tidemark.ingest.redaction;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Prints its arguments, or the lines of its standard input, after standard redaction.
 *
 * <pre>java -cp ingest-filter.jar dev.tidemark.ingest.redaction.TryRedaction 'password=hunter2'</pre>
 */
public final class TryRedaction {
    private TryRedaction() {}

    public static void main(String[] lines) throws IOException {
        Redaction redaction = Redaction.standard();
        for (String line : lines) {
            System.out.println(redaction.redact(line));
        }
        if (lines.length == 0) {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println(redaction.redact(line));
            }
        }
    }
}
