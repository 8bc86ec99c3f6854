package dev.tidemark.embedded.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.LogConfig;
import dev.tidemark.embedded.process.ServerProcess;
import dev.tidemark.embedded.process.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container, on a fixed port of loopback. A stopped or killed server keeps its container, so its data is available
 * after the next {@link #start()}; {@link #close()} removes both.
 */
public final class ContainerServer implements ServerProcess, AutoCloseable {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);
    private static final long SHARED_MEMORY_BYTES = 256L << 20;

    private final ContainerSpec spec;
    private @Nullable GenericContainer<?> container;

    public ContainerServer(ContainerSpec spec) {
        this.spec = spec;
    }

    /**
     * Starts the container without waiting for the server in it. The first start pulls the image if it is missing.
     *
     * @throws IOException if there is no Docker engine on this machine, or the container does not start
     */
    public synchronized void start() throws IOException {
        try {
            if (container == null) {
                requireEngine();
                GenericContainer<?> created = create(spec);
                startOrRemove(created);
                container = created;
            } else {
                client().startContainerCmd(id()).exec();
            }
        } catch (RuntimeException e) {
            throw new IOException(
                    spec.image().in(System.getenv()) + ": " + rootCause(e).getMessage(), e);
        }
    }

    private static void startOrRemove(GenericContainer<?> created) {
        try {
            created.start();
        } catch (RuntimeException e) {
            created.stop();
            throw e;
        }
    }

    private static void requireEngine() throws IOException {
        try {
            DockerClientFactory.instance().client();
        } catch (RuntimeException e) {
            throw new IOException(
                    "no usable Docker engine; start one, or set DOCKER_HOST: "
                            + rootCause(e).getMessage(),
                    e);
        }
        String host = DockerClientFactory.instance().dockerHostIpAddress();
        if (!LOOPBACK.contains(host)) {
            throw new IOException("the Docker engine is at " + host
                    + ": expected one on this machine, since ports are published on 127.0.0.1");
        }
    }

    // Closed by close().
    @SuppressWarnings("resource")
    private static GenericContainer<?> create(ContainerSpec spec) {
        var container = new GenericContainer<>(
                        DockerImageName.parse(spec.image().in(System.getenv())))
                .withEnv(spec.environment())
                .withExposedPorts(spec.containerPort())
                .withSharedMemorySize(SHARED_MEMORY_BYTES)
                .withCreateContainerCmdModifier(command -> Objects.requireNonNull(command.getHostConfig())
                        .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "4m"))))
                .withStartupCheckStrategy(new NoCheck())
                .waitingFor(new NoWait());
        container.setPortBindings(List.of("127.0.0.1:" + spec.hostPort() + ":" + spec.containerPort()));
        if (!spec.command().isEmpty()) {
            container.withCommand(spec.command().toArray(String[]::new));
        }
        String alias = spec.networkAlias();
        if (alias != null) {
            container.withNetwork(Network.SHARED).withNetworkAliases(alias);
        }
        return container;
    }

    @Override
    public synchronized boolean isAlive() {
        return container != null && Boolean.TRUE.equals(state().getRunning());
    }

    @Override
    public synchronized int exitStatus() {
        return Math.toIntExact(Objects.requireNonNull(state().getExitCodeLong(), "exit code"));
    }

    /** Runs a command inside the container; returns whether its status is 0. False if the container is not running. */
    public synchronized boolean succeeds(String... command) {
        if (container == null) {
            return false;
        }
        try {
            return container.execInContainer(command).getExitCode() == 0;
        } catch (IOException | DockerException | IllegalStateException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public synchronized String tail(int lines) {
        var text = new StringBuffer();
        var logs = new ResultCallback.Adapter<Frame>() {
            @Override
            public void onNext(Frame frame) {
                text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
            }
        };
        try {
            client().logContainerCmd(id())
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(lines)
                    .exec(logs)
                    .awaitCompletion(AFTER_KILL.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return text.toString().stripTrailing();
    }

    @Override
    public synchronized boolean stop(Signal signal, Duration patience) {
        if (!isAlive()) {
            return true;
        }
        send(signal);
        if (awaitEnd(patience)) {
            return true;
        }
        kill();
        return false;
    }

    @Override
    public synchronized void kill() {
        if (isAlive()) {
            send(Signal.KILL);
            awaitEnd(AFTER_KILL);
        }
    }

    private void send(Signal signal) {
        try {
            client().killContainerCmd(id()).withSignal("SIG" + signal).exec();
        } catch (ConflictException e) {
            // It has just exited by itself.
        }
    }

    private boolean awaitEnd(Duration bound) {
        try {
            client().waitContainerCmd(id())
                    .exec(new WaitContainerResultCallback())
                    .awaitStatusCode(bound.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (DockerClientException e) {
            // The time limit has passed.
            return !isAlive();
        }
    }

    /** Removes the container and its data. */
    @Override
    public synchronized void close() {
        if (container != null) {
            container.stop();
            container = null;
        }
    }

    private ContainerState state() {
        return client().inspectContainerCmd(id()).exec().getState();
    }

    private String id() {
        return Objects.requireNonNull(container, "start() was not called").getContainerId();
    }

    private static DockerClient client() {
        return DockerClientFactory.lazyClient();
    }

    private static Throwable rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The backend itself reports a server that exits immediately, with its log. */
    private static final class NoCheck extends StartupCheckStrategy {

        @Override
        public StartupStatus checkStartupState(DockerClient client, String id) {
            return StartupStatus.SUCCESSFUL;
        }
    }

    /** The backend itself waits until its server answers, after every start and not only after the first. */
    private static final class NoWait extends AbstractWaitStrategy {

        @Override
        protected void waitUntilReady() {}
    }
}
