/**
 * The command line: one class a command.
 *
 * <p>What lives here runs in the operator's process: it reads a configuration file, asks a running
 * gateway over its administration interface, prints and returns an exit code. Only {@code run}
 * starts anything, by what {@code Main} hands it.
 */
@NullMarked
package io.holdfast.cli;

import org.jspecify.annotations.NullMarked;
