/**
 * Two small applications to be measured, and the traffic that they serve. Here: what both read their settings and pace
 * their log lines with.
 */
@NullMarked
package dev.tidemark.demo;

import org.jspecify.annotations.NullMarked;
