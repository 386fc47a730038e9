/**
 * The embedded store: SQLite with one writing thread that commits in groups, and a few readers.
 *
 * <p>What lives here may use JDBC and threads of its own, never an event loop. The rest of the
 * gateway sees {@link io.holdfast.store.Store} and the one factory.
 */
@NullMarked
package io.holdfast.store.sqlite;

import org.jspecify.annotations.NullMarked;
