/**
 * The doorbells and the live events on the Vert.x event bus.
 *
 * <p>What lives here carries no facts: a lost ring costs a poll interval, a lost live event costs a
 * glimpse. It may use model and store.
 */
@NullMarked
package io.holdfast.bus;

import org.jspecify.annotations.NullMarked;
