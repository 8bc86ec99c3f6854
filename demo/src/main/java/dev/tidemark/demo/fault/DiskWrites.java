package dev.tidemark.demo.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** Writes to the disk as fast as it takes it, each block down to the device. Its files never take more than 512 MiB. */
public final class DiskWrites implements Disturbance {

    private static final int BLOCK = 4 << 20;
    private static final int BLOCKS = 8;

    /** Shared by all threads, and outside of the heap: only the disk is to be busy. */
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);

    public DiskWrites() {
        byte[] random = new byte[BLOCK];
        ThreadLocalRandom.current().nextBytes(random);
        block.put(random).flip();
    }

    @Override
    public Fault fault() {
        return Fault.DISK;
    }

    @Override
    public int threads() {
        return 16;
    }

    @Override
    public void step() throws IOException {
        Path file = Files.createTempFile("tidemark-demo-", ".tmp");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            // An interrupt closes the channel.
            for (int i = 0; i < BLOCKS; i++) {
                channel.write(block.duplicate());
                channel.force(true);
            }
        }
    }
}
