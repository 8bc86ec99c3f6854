/** Faults of an application that are switched on and off while it runs. */
@NullMarked
package dev.tidemark.demo.fault;

import org.jspecify.annotations.NullMarked;
