/**
 * The store on PostgreSQL, over the Vert.x client: one writing thread a process, whose transactions
 * and those of all other processes follow one another, and a few readers.
 *
 * <p>What lives here may wait for the network on threads of its own, never on an event loop. The
 * rest of the gateway sees {@link io.holdfast.store.Store} and the one factory.
 */
@NullMarked
package io.holdfast.store.postgres;

import org.jspecify.annotations.NullMarked;
