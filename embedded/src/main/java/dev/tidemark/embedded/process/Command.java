package dev.tidemark.embedded.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A command to run.
 *
 * @param name the name in messages
 * @param arguments the program and its arguments
 * @param environment environment variables in addition to those of this JVM
 * @param log the log file for its output
 */
public record Command(String name, List<String> arguments, Map<String, String> environment, Path log) {

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Returns whether a wrapper program with these arguments exists and works. */
    public static boolean works(List<String> prefix) {
        return LinuxTools.works(prefix);
    }

    Command behind(List<String> prefix) {
        var all = new ArrayList<>(prefix);
        all.addAll(arguments);
        return new Command(name, all, environment, log);
    }
}
