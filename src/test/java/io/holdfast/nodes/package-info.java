/**
 * Several real gateways on one real PostgreSQL, killed, frozen and stopped one after the other;
 * what a client sees of it.
 */
@NullMarked
package io.holdfast.nodes;

import org.jspecify.annotations.NullMarked;
