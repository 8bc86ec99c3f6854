/** Faults that can be turned on and off while an application runs. */
@NullMarked
package dev.tidemark.demo.fault;

import org.jspecify.annotations.NullMarked;
