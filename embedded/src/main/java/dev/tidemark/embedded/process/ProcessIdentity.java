package dev.tidemark.embedded.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Distinguishes a process from others that had or will have the same pid. */
public final class ProcessIdentity {

    // Counted after the name in parentheses, which may contain spaces.
    private static final int START_TICKS_FIELD = 19;
    private static final int STATE_FIELD = 0;

    private ProcessIdentity() {}

    /**
     * On Linux, the boot id and the clock tick of the process's start; elsewhere, its start time. Empty if there is no such process, or
     * only a zombie.
     */
    public static String of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            if (fields[STATE_FIELD].equals("Z")) {
                return "";
            }
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            return boot + " " + fields[START_TICKS_FIELD];
        } catch (IOException e) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(Instant::toString)
                    .orElse("");
        }
    }
}
