package dev.tidemark.embedded.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Switches the demo's faults. {@code ./tidemark fault NAME} writes a file {@code run/fault} with an id and the name. This class takes
 * the file, switches the fault, and writes the result with the same id to {@code run/fault.ack}.
 */
final class FaultSwitch {

    private static final int NOT_FOUND = 404;

    private final DataFolder data;
    private final List<String> demo;
    private final Map<String, ProcessFault> processes;
    private final Http http;
    private final Progress progress;

    /**
     * Makes a switch.
     *
     * @param demo the addresses of the demo's services; empty if it is not running
     * @param processes the faults that are processes which run or do not, by name; the others are those of the demo's services
     */
    FaultSwitch(DataFolder data, List<String> demo, Map<String, ProcessFault> processes, Http http, Progress progress) {
        this.data = data;
        this.demo = List.copyOf(demo);
        this.processes = new LinkedHashMap<>(processes);
        this.http = http;
        this.progress = progress;
    }

    /** Handles the request file, if there is one. */
    void look() {
        Path request = data.run("fault");
        try {
            if (Files.exists(request)) {
                String[] words = Files.readString(request).strip().split(" ", 2);
                Files.delete(request);
                String answer = apply(words.length == 2 ? words[1] : "");
                progress.say(answer);
                answer(words[0] + " " + answer);
            }
        } catch (IOException e) {
            progress.say("cannot read " + request + ": " + e.getMessage());
        }
    }

    private String apply(String name) {
        try {
            ProcessFault process = processes.get(name);
            if (name.equals("clear")) {
                processes.values().forEach(ProcessFault::end);
                if (!demo.isEmpty()) {
                    demo("DELETE", "/faults");
                }
            } else if (process != null) {
                process.begin();
            } else {
                demo("PUT", "/faults/" + name);
            }
            return name.equals("clear") ? "all faults are off" : "fault " + name + " is on";
        } catch (RuntimeException e) {
            return "failed: " + e.getMessage();
        }
    }

    private void demo(String method, String path) {
        if (demo.isEmpty()) {
            throw new LaunchException("the demo is not running (up --no-demo)");
        }
        for (String base : demo) {
            int status = http.status(method, base + path);
            if (status == NOT_FOUND) {
                throw new LaunchException("the demo does not know it");
            }
            if (status / 100 != 2) {
                throw new LaunchException(
                        method + " " + base + path + " gave " + (status == 0 ? "no answer" : "status " + status));
            }
        }
    }

    private void answer(String text) throws IOException {
        Path half = data.run("fault.ack.part");
        Files.writeString(half, text + "\n");
        Files.move(half, data.run("fault.ack"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
