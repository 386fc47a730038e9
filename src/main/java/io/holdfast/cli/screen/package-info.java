/**
 * What a command shows: tables, times and colours.
 *
 * <p>What lives here knows people and pipes, and nothing about gateways.
 */
@NullMarked
package io.holdfast.cli.screen;

import org.jspecify.annotations.NullMarked;
