/**
 * The words of the domain as records and enums: messages, turns, steps, deliveries, stops.
 *
 * <p>What lives here has no behaviour beyond its own consistency, does no I/O and imports nothing
 * of ours, so every other room may use it. Each state has its transition table beside it.
 */
@NullMarked
package io.holdfast.model;

import org.jspecify.annotations.NullMarked;
