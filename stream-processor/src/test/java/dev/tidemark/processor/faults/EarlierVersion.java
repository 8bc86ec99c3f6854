package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.embedded.process.Binaries;
import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The processor of an earlier commit, built once from the history of the repository. */
enum EarlierVersion {
    /** The oldest version that an installation may be upgraded from without stopping it. */
    FIRST("2a8e9aae"),
    /** The last one that knows no parts of requests. */
    BEFORE_PARTS("0086647c");

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final String commit;

    EarlierVersion(String commit) {
        this.commit = commit;
    }

    /** Its runnable jar. Skips the test if the history is not there, as in an archive or a shallow clone. */
    Path jar() throws IOException {
        Path root = repository();
        assumeTrue(root != null, "no git repository above " + Path.of("").toAbsolutePath());
        Path folder = Path.of("target", "version-" + commit).toAbsolutePath();
        Path jar = folder.resolve(Path.of("stream-processor", "target", "stream-processor.jar"));
        if (root == null || Files.exists(jar)) {
            return jar;
        }
        Path log = folder.resolveSibling(folder.getFileName() + ".log");
        Path building = folder.resolveSibling(folder.getFileName() + ".new");
        Binaries.delete(building);
        Files.createDirectories(building);
        Path archive = building.resolve("sources.tar");
        List<String> git = List.of("git", "-C", root.toString(), "archive", "-o", archive.toString(), commit);
        assumeTrue(run(git, Map.of(), log), "commit " + commit + " is not in the history of " + root + ": see " + log);
        succeed(List.of("tar", "-xf", archive.toString(), "-C", building.toString()), Map.of(), log);
        succeed(
                List.of(
                        "mvn",
                        "-B",
                        "-ntp",
                        "-q",
                        "-f",
                        building.resolve("pom.xml").toString(),
                        "-pl",
                        "stream-processor",
                        "-am",
                        "package",
                        "-Dmaven.test.skip=true",
                        "-Djacoco.skip=true",
                        "-Dspotless.check.skip=true"),
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                log);
        Files.move(building, folder);
        return jar;
    }

    private static @Nullable Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(".git"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static void succeed(List<String> command, Map<String, String> environment, Path log) {
        assertThat(run(command, environment, log))
                .as("%s; its log is %s", command, log)
                .isTrue();
    }

    private static boolean run(List<String> command, Map<String, String> environment, Path log) {
        ChildProcess program = ChildProcess.start(new Command(command.getFirst(), command, environment, log));
        return program.await(PATIENCE) && program.exitStatus() == 0;
    }
}
