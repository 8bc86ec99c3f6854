package dev.tidemark.ingest.samples;

import java.util.HashSet;
import java.util.Set;

/** The names of processes that are published: each is a series, so they are limited. For one thread. */
final class ProcessNames {
    static final int MOST = 40;

    private static final int MOST_CHARACTERS = 32;
    private static final String OTHER = "(other)";

    private final Set<String> admitted = new HashSet<>();

    /** The name; {@code (other)} for further ones. */
    String admit(String name) {
        if (admitted.contains(name)) {
            return name;
        }
        return admitted.size() < MOST && admitted.add(name) ? name : OTHER;
    }

    /** Removes what distinguishes processes of the same program, as in {@code kworker/0:1} or {@code nginx: worker}. */
    static String normalize(String name) {
        int end = 0;
        while (end < name.length() && end < MOST_CHARACTERS && isPart(name.charAt(end))) {
            end++;
        }
        String program = name.substring(0, end).strip();
        return program.isEmpty() ? OTHER : program;
    }

    private static boolean isPart(char c) {
        return c != '/' && c != ':' && c != ' ' && c >= ' ' && !Character.isSurrogate(c);
    }
}
