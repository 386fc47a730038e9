/**
 * The one HTTP server; connectors and ops mount their routes on it and take them off again.
 *
 * <p>A verticle that listened on the same port by itself would share its connections round-robin
 * with the others, so there is one server here, and a redeployed connector swaps its route without
 * closing the port. It knows no route of its own.
 */
@NullMarked
package io.holdfast.http;

import org.jspecify.annotations.NullMarked;
