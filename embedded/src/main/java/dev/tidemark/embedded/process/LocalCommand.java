package dev.tidemark.embedded.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A short command on this machine. */
public final class LocalCommand {

    private static final long SECONDS = 5;

    private LocalCommand() {}

    /** Runs the command and returns whether it ends with status 0 within 5 s. */
    public static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
