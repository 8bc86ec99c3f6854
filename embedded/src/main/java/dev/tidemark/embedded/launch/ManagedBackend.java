package dev.tidemark.embedded.launch;

import dev.tidemark.embedded.Backend;

/** A backend, run as a component. */
record ManagedBackend(Backend backend) implements ManagedProcess {

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public String address() {
        return backend.address();
    }

    @Override
    public void start() {
        backend.start();
    }

    @Override
    public void stop() {
        backend.stop();
    }

    @Override
    public boolean isAlive() {
        return backend.isAlive();
    }

    @Override
    public long pid() {
        return backend.pid();
    }

    @Override
    public String ending() {
        return "ended";
    }
}
