package dev.tidemark.processor.faults;

/** Where a record stands in the requests topic. */
record PartitionOffset(int partition, long offset) {
    @Override
    public String toString() {
        return "partition " + partition + " offset " + offset;
    }
}
