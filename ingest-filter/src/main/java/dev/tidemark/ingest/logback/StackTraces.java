package dev.tidemark.ingest.logback;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/**
 * Formats stack traces like {@link Throwable#printStackTrace()}, up to a limit. Beyond it, no more frames or causes are
 * read, however deep the trace is.
 */
final class StackTraces {
    private static final int LIMIT = 32 * 1024;
    private static final int MAX_DEPTH = 32;

    private StackTraces() {}

    static String of(IThrowableProxy thrown) {
        StringBuilder out = new StringBuilder(1024);
        write(out, thrown, "", "", 0);
        return out.toString();
    }

    private static void write(StringBuilder out, IThrowableProxy thrown, String caption, String indent, int depth) {
        if (out.length() > LIMIT || depth > MAX_DEPTH) {
            return;
        }
        out.append(indent).append(caption);
        if (thrown.isCyclic()) {
            out.append("[CIRCULAR REFERENCE: ").append(headline(thrown)).append("]\n");
            return;
        }
        out.append(headline(thrown)).append('\n');
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int own = frames.length - thrown.getCommonFrames();
        for (int i = 0; i < own && out.length() <= LIMIT; i++) {
            out.append(indent).append('\t').append(frames[i].getSTEAsString()).append('\n');
        }
        if (thrown.getCommonFrames() > 0) {
            out.append(indent).append("\t... ").append(thrown.getCommonFrames()).append(" more\n");
        }
        for (IThrowableProxy suppressed : thrown.getSuppressed()) {
            write(out, suppressed, "Suppressed: ", indent + '\t', depth + 1);
        }
        if (thrown.getCause() != null) {
            write(out, thrown.getCause(), "Caused by: ", indent, depth + 1);
        }
    }

    private static String headline(IThrowableProxy thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClassName() : thrown.getClassName() + ": " + message;
    }
}
