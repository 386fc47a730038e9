/**
 * Moves all that a database holds into another one of another engine, and proves that it is there.
 *
 * <p>What lives here knows tables, rows and checksums, and neither engine: each says in its own
 * room how it is an {@link io.holdfast.store.migration.Origin} or a {@link
 * io.holdfast.store.migration.Destination}. All of it blocks.
 */
@NullMarked
package io.holdfast.store.migration;

import org.jspecify.annotations.NullMarked;
