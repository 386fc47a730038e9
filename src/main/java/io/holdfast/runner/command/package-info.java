/**
 * A runner for any program: the message on its standard input, the reply on its standard output.
 *
 * <p>A program may do anything, so its run is one step that is repeated only if the configuration
 * says {@code on-unknown: retry}. What it starts ends with it. On Linux that is everything that
 * runs in its session (it leads one, where util-linux has {@code setsid}) or carries the turn in
 * its environment, so that a process which detached itself, or was left behind by a gateway that
 * died, is found too, and a pid that is used again is not taken for it. A gateway that is killed
 * takes the program itself with it, where there is {@code setpriv}; what the program had started
 * lives on until a gateway starts on the machine or the turn is resumed, whichever is first. On
 * other systems only the descendants of a program that still runs are known.
 *
 * <p>Nothing here blocks an event loop: each run has platform threads of its own. What lives here
 * may use the runner SPI, config and model.
 */
@NullMarked
package io.holdfast.runner.command;

import org.jspecify.annotations.NullMarked;
