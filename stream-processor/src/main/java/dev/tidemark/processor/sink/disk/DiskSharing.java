package dev.tidemark.processor.sink.disk;

/** Who uses PostgreSQL's disk. */
@FunctionalInterface
public interface DiskSharing {
    /** Nothing is known about other users of the disk. */
    DiskSharing UNKNOWN = databaseBytes -> "";

    /** The end of a sentence about the disk, such as {@code "; on it, kafka has …"}. */
    String of(long databaseBytes);
}
