package dev.tidemark.processor.faults;

/** Where a record stands in the requests topic. */
record Place(int partition, long offset) {
    @Override
    public String toString() {
        return "partition " + partition + " offset " + offset;
    }
}
