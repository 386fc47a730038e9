/** A client of the protocol for the tests and the bench, independent of the gateway's own code. */
@NullMarked
package io.holdfast.protocol;

import org.jspecify.annotations.NullMarked;
