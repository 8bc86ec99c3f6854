@org.jspecify.annotations.NullMarked
package dev.tidemark.processor.partitions;
