package dev.tidemark.embedded.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Wraps a child's command line in util-linux programs, where they work. */
final class LinuxTools {

    private static final List<String> OWN_SESSION = List.of("setsid");
    private static final List<String> DIE_WITH_PARENT = List.of("setpriv", "--pdeathsig", "KILL");
    private static final List<String> PREFIX = prefix();

    private LinuxTools() {}

    /**
     * Gives the child its own session, so that it does not get a terminal's Ctrl-C, and makes the kernel kill it when this JVM exits
     * for any reason.
     */
    static List<String> ownSessionAndDeath() {
        return PREFIX;
    }

    private static List<String> prefix() {
        var found = new ArrayList<String>();
        for (List<String> tool : List.of(OWN_SESSION, DIE_WITH_PARENT)) {
            if (works(tool)) {
                found.addAll(tool);
            }
        }
        return List.copyOf(found);
    }

    static boolean works(List<String> tool) {
        var command = new ArrayList<>(tool);
        command.add("true");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
