package dev.tidemark.embedded.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What to run.
 *
 * @param name the name in messages
 * @param arguments the program and its arguments
 * @param environment variables set on top of this JVM's own
 * @param log the file its output goes to
 */
public record Command(String name, List<String> arguments, Map<String, String> environment, Path log) {

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Whether a program that runs another, with these arguments of its own, is there and may be used. */
    public static boolean works(List<String> prefix) {
        return LinuxTools.works(prefix);
    }

    Command behind(List<String> prefix) {
        var all = new ArrayList<>(prefix);
        all.addAll(arguments);
        return new Command(name, all, environment, log);
    }
}
