/**
 * The heart: the stop chain, its deadlines, and what recovery decides about what a stop left.
 *
 * <p>Each link of {@link io.holdfast.stop.Drain} has one answer to "killed right here, what does
 * the next start do?". What lives here may use store, model and failpoint, never a verticle.
 */
@NullMarked
package io.holdfast.stop;

import org.jspecify.annotations.NullMarked;
