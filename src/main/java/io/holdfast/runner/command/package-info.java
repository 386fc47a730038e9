/**
 * A runner for any program: the message on its standard input, the reply on its standard output.
 *
 * <p>A program may do anything, so its run is one step that is repeated only if the configuration
 * says {@code on-unknown: retry}. What it starts ends with it; what a gateway that was killed has
 * left behind ends when one starts on the machine or the turn is resumed, whichever is first.
 *
 * <p>Nothing here blocks an event loop: each run has platform threads of its own. What lives here
 * may use the runner SPI, process, config and model.
 */
@NullMarked
package io.holdfast.runner.command;

import org.jspecify.annotations.NullMarked;
