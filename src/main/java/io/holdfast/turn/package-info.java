/**
 * What users and turns do to each other: slash commands, and the wording of what the gateway says.
 *
 * <p>What lives here decides and speaks; it does no I/O. It may use model, and never a connector or
 * a runner.
 */
@NullMarked
package io.holdfast.turn;

import org.jspecify.annotations.NullMarked;
