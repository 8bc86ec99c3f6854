package dev.tidemark.processor.faults;

/** The position of a record in the requests topic. */
record PartitionOffset(int partition, long offset) {
    @Override
    public String toString() {
        return "partition " + partition + " offset " + offset;
    }
}
