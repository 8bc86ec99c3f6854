package dev.tidemark.ingest.logback;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Formats stack traces like {@link Throwable#printStackTrace()}, up to a limit. Beyond it, frames are left out in the middle
 * of each trace, so that every "Caused by" line stays, with the frames above and below.
 */
final class StackTraces {
    private static final int LIMIT = 32 * 1024 - 512;
    private static final int MAX_NODES = 32;
    private static final int MAX_SUPPRESSED_DEPTH = 4;
    private static final int MAX_HEADLINE = 8 * 1024;
    private static final int LONGEST_WORD = 256;
    private static final String CUT = "…";

    private final StringBuilder out = new StringBuilder(1024);
    private final List<Node> first = new ArrayList<>();
    private final Deque<Node> last = new ArrayDeque<>();
    private int left;

    private StackTraces() {}

    static String of(IThrowableProxy thrown) {
        StackTraces traces = new StackTraces();
        traces.collect(thrown, "", "", 0);
        traces.write();
        return traces.out.toString();
    }

    /** Of very many causes, the first and the last ones are kept. */
    private void collect(IThrowableProxy thrown, String caption, String indent, int depth) {
        String prefix = caption;
        for (IThrowableProxy one = thrown; one != null; one = one.getCause()) {
            add(new Node(one, prefix, indent));
            if (one.isCyclic()) {
                return;
            }
            for (IThrowableProxy suppressed : one.getSuppressed()) {
                if (depth < MAX_SUPPRESSED_DEPTH) {
                    collect(suppressed, "Suppressed: ", indent + '\t', depth + 1);
                }
            }
            prefix = "Caused by: ";
        }
    }

    private void add(Node node) {
        if (first.size() < MAX_NODES) {
            first.add(node);
            return;
        }
        last.add(node);
        if (last.size() > MAX_NODES) {
            last.remove();
            left++;
        }
    }

    private void write() {
        int nodes = first.size() + last.size();
        int headline = Math.max(LONGEST_WORD, Math.min(MAX_HEADLINE, LIMIT / 2 / nodes));
        int headlines = 0;
        for (Node node : first) {
            headlines +=
                    Math.min(headline, node.headline().length()) + node.indent().length() + 64;
        }
        for (Node node : last) {
            headlines +=
                    Math.min(headline, node.headline().length()) + node.indent().length() + 64;
        }
        int frames = Math.max(0, LIMIT - headlines);
        for (Node node : first) {
            frames = write(node, headline, frames, nodes--);
        }
        if (left > 0) {
            out.append("... ").append(left).append(" causes omitted\n");
        }
        for (Node node : last) {
            frames = write(node, headline, frames, nodes--);
        }
    }

    /** Returns how many characters are left for the frames of the other nodes. */
    private int write(Node node, int headline, int available, int nodes) {
        IThrowableProxy thrown = node.thrown();
        out.append(node.indent()).append(node.caption());
        if (thrown.isCyclic()) {
            out.append("[CIRCULAR REFERENCE: ")
                    .append(cut(node.headline(), headline))
                    .append("]\n");
            return available;
        }
        out.append(cut(node.headline(), headline)).append('\n');
        int start = out.length();
        frames(thrown, node.indent(), available / nodes);
        int used = out.length() - start;
        if (thrown.getCommonFrames() > 0) {
            out.append(node.indent())
                    .append("\t... ")
                    .append(thrown.getCommonFrames())
                    .append(" more\n");
        }
        return Math.max(0, available - used);
    }

    /** Two thirds of the room for the frames at the top, where the exception was thrown, one third for those at the bottom. */
    private void frames(IThrowableProxy thrown, String indent, int room) {
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int own = frames.length - thrown.getCommonFrames();
        int top = 0;
        int used = 0;
        while (top < own && used + length(frames[top], indent) <= room * 2 / 3) {
            used += length(frames[top++], indent);
        }
        int bottom = own;
        while (bottom > top && used + length(frames[bottom - 1], indent) <= room) {
            used += length(frames[--bottom], indent);
        }
        frames(frames, 0, top, indent);
        if (bottom > top) {
            out.append(indent).append("\t... ").append(bottom - top).append(" frames omitted\n");
        }
        frames(frames, bottom, own, indent);
    }

    private void frames(StackTraceElementProxy[] frames, int from, int to, String indent) {
        for (int i = from; i < to; i++) {
            out.append(indent).append('\t').append(frames[i].getSTEAsString()).append('\n');
        }
    }

    private static int length(StackTraceElementProxy frame, String indent) {
        return frame.getSTEAsString().length() + indent.length() + 2;
    }

    /** Cuts at the end of a word, so that redaction does not see half a secret. */
    private static String cut(String headline, int limit) {
        if (headline.length() <= limit) {
            return headline;
        }
        int end = limit - 1;
        while (end > limit - LONGEST_WORD && headline.charAt(end) > ' ') {
            end--;
        }
        boolean word = headline.charAt(end) > ' ';
        return headline.substring(0, word ? limit - 1 : end) + CUT;
    }

    /** @param indent the indentation of suppressed exceptions */
    private record Node(IThrowableProxy thrown, String caption, String indent) {
        String headline() {
            String message = thrown.getMessage();
            return message == null ? thrown.getClassName() : thrown.getClassName() + ": " + message;
        }
    }
}
