/**
 * How what an agent says becomes deliveries.
 *
 * <p>What lives here is pure; the outbox itself is in the store, and each connector sends from it.
 */
@NullMarked
package io.holdfast.delivery;

import org.jspecify.annotations.NullMarked;
